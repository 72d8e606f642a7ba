using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using CloudTrailLambda.Emulators;
using CloudTrailLambda.Infra.Configuration;

namespace CloudTrailLambda.Infra.Tests.Synthesis;

/// <summary>The synthesized stacks, each made once: to start the framework's node process takes seconds, and it serves one caller at a time.</summary>
internal static class Stacks
{
    private static readonly Lock OneAtATime = new();
    private static readonly Dictionary<string, StackTemplate> Made = new(StringComparer.Ordinal);

    /// <summary>A published function, as far as the synthesis cares.</summary>
    public static string FunctionAsset { get; } = MakeAsset();

    public static StackTemplate Of(string configuration)
    {
        lock (OneAtATime)
        {
            if (!Made.TryGetValue(configuration, out var template)) Made[configuration] = template = Synthesize(configuration);
            return template;
        }
    }

    private static StackTemplate Synthesize(string configuration)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "synthesized", configuration);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var settings = Settings.Parse(new Dictionary<string, string>(Configurations.Of(configuration), StringComparer.Ordinal) { ["functionAsset"] = FunctionAsset });
        var app = new App(new AppProps { AnalyticsReporting = false, Outdir = folder, Context = FeatureFlags() });
        _ = new DetectionStack(app, settings);
        app.Synth();
        return new StackTemplate(Path.Combine(folder, $"{settings.StackName}.template.json"));
    }

    /// <summary>Those of cdk.json, so that what is tested is what is deployed.</summary>
    private static Dictionary<string, object> FeatureFlags() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "cdk.json")))!["context"]!.AsObject()
            .Where(property => property.Value!.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            .ToDictionary(property => property.Key, property => (object)property.Value!.GetValue<bool>(), StringComparer.Ordinal);

    private static string MakeAsset()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "published-function"));
        File.WriteAllText(Path.Combine(folder.FullName, "CloudTrailLambda.Function.runtimeconfig.json"), "{}");
        return folder.FullName;
    }
}
