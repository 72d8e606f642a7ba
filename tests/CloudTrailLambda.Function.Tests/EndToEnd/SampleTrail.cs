using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.Function.Handling;
using CloudTrailLambda.Function.Telemetry;

namespace CloudTrailLambda.Function.Tests.EndToEnd;

/// <summary>The sample trail as objects of the bucket, and what the function must make of them, by another road: in memory.</summary>
internal static class SampleTrail
{
    private static readonly string Root = Path.Combine(RepositoryRoot.Path, "events", "trails");

    /// <summary>Keys of all files, in ordinal order.</summary>
    public static IReadOnlyList<string> Keys { get; } = Directory.EnumerateFiles(Root, "*.gz", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToArray();

    /// <summary>The file with the most findings: a new user, its key and its permissions.</summary>
    public static string BusyKey { get; } = Keys.Single(key => key.Contains("us-east-1_20261014T0915Z", StringComparison.Ordinal));

    public static byte[] Read(string key) => File.ReadAllBytes(Path.Combine(Root, key));

    /// <summary>What must be there once these files were handled, in any order and however often.</summary>
    public static async Task<Outcome> ExpectedAsync(params IReadOnlyList<string> keys)
    {
        var store = new InMemoryFindingStore(TimeProvider.System);
        var rules = FunctionRules.Load(path: null, new LogLines(Stream.Null, TimeProvider.System));
        var options = new PipelineOptions { MaxParallelObjects = 1, KeepsDamage = true };
        var pipeline = new DetectionPipeline(rules, new Files(), store, options, Correlator.InMemory(rules, TimeProvider.System));
        foreach (var key in keys) await pipeline.RunAsync([new LogObject($"s3://{DeployedAccount.Bucket}/{key}")], new ObjectListener(new LogLines(Stream.Null, TimeProvider.System)), CancellationToken.None);
        var findings = new List<string>();
        var alerts = new List<string>();
        var runbooks = new Runbooks(rules.RuleSet);
        await foreach (var finding in store.ListAsync(new FindingQuery { Limit = FindingLimits.MaxQueryLimit }, CancellationToken.None))
        {
            var isAlerted = finding.Rule.Severity >= Severity.Low;
            var detail = (await store.FindAsync(finding.Id.ToString(), CancellationToken.None))!;
            findings.Add(Outcome.Describe(detail with { Finding = finding with { Alert = isAlerted ? AlertState.Sent : AlertState.Pending } }));
            if (isAlerted) alerts.Add(Outcome.Describe(finding.Id.ToString(), runbooks.StepsOf(finding.Rule.Id)));
        }

        return new Outcome([.. findings.Order(StringComparer.Ordinal)], [.. alerts.Order(StringComparer.Ordinal)]);
    }

    private sealed class Files : ILogObjectReader
    {
        public ValueTask<Stream> OpenAsync(LogObject logObject, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Stream>(new MemoryStream(Read(logObject.Name[$"s3://{DeployedAccount.Bucket}/".Length..])));
    }
}
