using System.Text.Json.Nodes;
using CloudTrailLambda.Emulators;
using CloudTrailLambda.Infra.Configuration;
using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests;

/// <summary>cdk.json and the defaults of the Lambda tools say the same as the stack.</summary>
public sealed class ToolFilesTests
{
    private static readonly JsonNode Cdk = Read("cdk.json");
    private static readonly JsonNode LambdaTools = Read("aws-lambda-tools-defaults.json");

    [Fact]
    public void The_lambda_tools_make_the_function_that_the_stack_has()
    {
        var function = Stacks.Of(Configurations.Default).Only("AWS::Lambda::Function");
        Assert.Equal(function.Text("Handler"), Text("function-handler"));
        Assert.Equal(function.Text("Runtime"), Text("function-runtime"));
        Assert.Equal(function.Text("Architectures.0"), Text("function-architecture"));
        Assert.Equal(function.Number("MemorySize"), LambdaTools["function-memory-size"]!.GetValue<int>());
        Assert.Equal(function.Number("Timeout"), LambdaTools["function-timeout"]!.GetValue<int>());
        Assert.Equal("PassThrough", Text("tracing-mode"));
    }

    [Fact]
    public void Both_publish_the_same_project_in_the_same_way()
    {
        var project = Text("project-location");
        Assert.Equal(
            $"dotnet publish {project} -c {Text("configuration")} {Text("msbuild-parameters")} -o {Settings.Known().Single(setting => setting.Name == "functionAsset").Default} --nologo -v quiet",
            Cdk["build"]!.GetValue<string>());
        Assert.True(File.Exists(Path.Combine(RepositoryRoot.Path, project, $"{Text("function-handler")}.csproj")), project);
        Assert.Contains($"<TargetFramework>{Text("framework")}</TargetFramework>", File.ReadAllText(Path.Combine(RepositoryRoot.Path, "Directory.Build.props")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_app_is_this_project_and_what_it_writes_is_ignored_by_git()
    {
        Assert.Equal("dotnet run --project infra/CloudTrailLambda.Infra", Cdk["app"]!.GetValue<string>());
        Assert.True(Directory.Exists(Path.Combine(RepositoryRoot.Path, "infra/CloudTrailLambda.Infra")));
        Assert.StartsWith("artifacts/", Cdk["output"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("artifacts/", File.ReadLines(Path.Combine(RepositoryRoot.Path, ".gitignore")));
        Assert.False(Cdk["versionReporting"]!.GetValue<bool>());
    }

    [Fact]
    public void The_function_reads_what_it_is_told_and_writes_what_is_watched()
    {
        // By its source, because the function is not this project's to refer to; what it does with them its own tests show.
        var source = string.Concat(Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src/CloudTrailLambda.Function"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var stack = Stacks.Of(Configurations.Default);
        var told = stack.Only("AWS::Lambda::Function")["Environment.Variables"]!.AsObject().Select(variable => variable.Key);
        string[] watched = ["CloudTrailLambda", "FunctionName", "Files", "Records", "BadRecords", "Matches", "Findings", "Alerts", "SecondsFromEventToFinding"];
        Assert.All(told.Concat(watched), name => Assert.Contains($"\"{name}\"", source, StringComparison.Ordinal));
    }

    private static string Text(string name) => LambdaTools[name]!.GetValue<string>();

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, file)))!;
}
