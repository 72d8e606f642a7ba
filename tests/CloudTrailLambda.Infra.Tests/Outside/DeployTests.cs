using System.Text.Json.Nodes;
using CloudTrailLambda.Emulators;
using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests.Outside;

/// <summary>The cdk command itself, with the repository's cdk.json, against an account in memory.</summary>
public sealed class DeployTests
{
    [Fact]
    public async Task The_default_configuration_is_deployed_by_one_command()
    {
        await using var moto = await MotoServer.StartAsync();
        var folder = Workspace("deploy");
        // Both commands run the app, so both want its settings.
        string[] settings = ["-c", "alertEmail=me@example.com", "-c", $"functionAsset={Stacks.FunctionAsset}"];
        await CdkAsync(folder, moto.Url, ["bootstrap", .. settings]);
        // Directly, because moto forgets the outputs of a stack that a change set made.
        await CdkAsync(folder, moto.Url, ["deploy", "--method", "direct", "--require-approval", "never", "--outputs-file", "outputs.json", .. settings]);

        var outputs = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "outputs.json")))!["CloudTrailLambda"]!.AsObject();
        Assert.Equal(Stacks.Of(Configurations.Default).Outputs.Keys.Order(StringComparer.Ordinal), outputs.Select(output => output.Key).Order(StringComparer.Ordinal));
        await HasAsync(moto.Url, "s3", "/", Text(outputs, "TrailBucket"));
        await HasAsync(moto.Url, "sns", "/?Action=ListTopics&Version=2010-03-31", Text(outputs, "AlertTopic"));
        await HasAsync(moto.Url, "sqs", "/?Action=ListQueues&Version=2012-11-05", Name(outputs, "Queue"), Name(outputs, "DeadLetterQueue"));
        await HasAsync(moto.Url, "dynamodb", "/", Text(outputs, "FindingsTable"), Text(outputs, "CorrelationTable"));
        await HasAsync(moto.Url, "lambda", "/2015-03-31/functions/", Text(outputs, "Function"), "\"dotnet10\"", Text(outputs, "FindingsTable"), Text(outputs, "CorrelationTable"), Text(outputs, "AlertTopic"));
        await HasAsync(moto.Url, "lambda", "/2015-03-31/event-source-mappings/", Text(outputs, "QueueArn"), Text(outputs, "Function"), "ReportBatchItemFailures");
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_stop_the_command_and_are_named()
    {
        var (exitCode, _, errors) = await RunCdkAsync(Workspace("refused"), "http://localhost:1", "synth", "-c", "alertMail=me@example.com", "-c", "memoryMb=1");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("memoryMb: '1' is not allowed; allowed is 256 to 10240", errors, StringComparison.Ordinal);
        Assert.Contains("alertMail: there is no such setting. Did you mean alertEmail?", errors, StringComparison.Ordinal);
        Assert.Contains("alertEmail: nobody would be told of a finding.", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_nobody_published_stops_the_command()
    {
        var (exitCode, _, errors) = await RunCdkAsync(Workspace("unpublished"), "http://localhost:1", "synth", "-c", "alertEmail=me@example.com");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("functionAsset: there is no folder 'artifacts/function'.", errors, StringComparison.Ordinal);
    }

    /// <summary>The app where its own build puts it: beside the tests it would find the tests' dependencies and not its own.</summary>
    private static string BuiltApp { get; } = Path.Combine(
        RepositoryRoot.Path, "infra", "CloudTrailLambda.Infra", Path.GetRelativePath(Path.Combine(RepositoryRoot.Path, "tests", "CloudTrailLambda.Infra.Tests"), AppContext.BaseDirectory), "CloudTrailLambda.Infra.dll");

    /// <summary>A folder with the repository's cdk.json, but without its build, and with the app that is built already.</summary>
    private static string Workspace(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "cdk", name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var cdk = JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "cdk.json")))!.AsObject();
        Assert.True(cdk.Remove("build"));
        cdk["app"] = $"dotnet exec \"{BuiltApp}\"";
        File.WriteAllText(Path.Combine(folder, "cdk.json"), cdk.ToJsonString());
        return folder;
    }

    private static async Task CdkAsync(string folder, string endpoint, string[] arguments)
    {
        var (exitCode, output, errors) = await RunCdkAsync(folder, endpoint, arguments);
        Assert.True(exitCode == 0, $"cdk {string.Join(' ', arguments)} ended with {exitCode}:\n{output}\n{errors}");
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunCdkAsync(string folder, string endpoint, params string[] arguments) => await Command.RunAsync(
        "node",
        [await NodePackages.CdkAsync(), .. arguments, "--no-notices"],
        folder,
        [.. TestCredentials.Environment, new("AWS_ENDPOINT_URL", endpoint), new("CDK_DISABLE_CLI_TELEMETRY", "true"), new("CDK_DISABLE_VERSION_CHECK", "true"), new("CI", "true")]);

    /// <summary>Asks a service what there is; the answer names all of it. A service is told apart by the scope of the signature, which moto does not check.</summary>
    private static async Task HasAsync(string endpoint, string service, string pathAndQuery, params string[] expected)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(service == "dynamodb" ? HttpMethod.Post : HttpMethod.Get, new Uri(endpoint + pathAndQuery));
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=x");
        if (service == "dynamodb")
        {
            request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.ListTables");
            request.Content = new StringContent("{}");
        }

        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        Assert.All(expected, name => Assert.Contains(name, answer, StringComparison.Ordinal));
    }

    /// <summary>The end of a queue's address: its host is the emulator's in one answer and Amazon's in the other.</summary>
    private static string Name(JsonObject outputs, string output) => Text(outputs, output).Split('/')[^1];

    private static string Text(JsonObject outputs, string name) => outputs[name]!.GetValue<string>();
}
