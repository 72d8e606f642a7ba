using System.Text;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Detection.Tests.Pipeline;

/// <summary>The records of the sample trail and the rules that ship, to be dealt out in other ways.</summary>
internal static class SampleTrail
{
    private static readonly string Root = FindRoot();

    public static DetectionRules Rules { get; } = new(RuleSetLoader.LoadPaths([Path.Combine(Root, "rules")]));

    /// <summary>Every record once, in the order of files.</summary>
    public static async Task<List<string>> RecordsAsync()
    {
        var records = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Root, "events", "trails"), "*.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var log = new LogObject(path);
            await using var reader = new LogRecordReader(File.OpenRead(path), LogReadLimits.Default, log.Kind);
            while (await reader.ReadAsync(CancellationToken.None) is var result && result != LogReadResult.End)
            {
                if (result != LogReadResult.Record) continue;
                var text = Encoding.UTF8.GetString(reader.Record.Span);
                records.TryAdd(System.Text.Json.Nodes.JsonNode.Parse(text)!["eventID"]!.GetValue<string>(), text);
            }
        }

        return [.. records.Values];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CloudTrailLambda.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run below the solution's folder.");
        return folder.FullName;
    }
}
