using System.Text;
using System.Text.Json;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Function.Handling;
using CloudTrailLambda.Function.Runtime;
using CloudTrailLambda.Function.Telemetry;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Function.Tests.Handling;

/// <summary>The handler over objects, findings and alerts in memory.</summary>
internal sealed class Bench : IDisposable
{
    private const string Rule = """
        title: Trail stopped
        id: 2f1b53f0-7a44-4d0e-9f0e-0a5d2f6f1c11
        status: test
        level: high
        logsource: {product: aws, service: cloudtrail}
        detection:
          selection: {eventName: StopLogging}
          condition: selection
        """;

    private static readonly FunctionSettings Settings = new() { FindingsTable = "findings", CorrelationTable = "correlation", AlertTopicArn = "arn:aws:sns:eu-west-1:111122223333:alerts", FunctionName = "detect" };

    private readonly MemoryStream _output = new();
    private readonly NotificationHandler _handler;

    public Bench()
    {
        Store = new InMemoryFindingStore(Clock);
        var log = new LogLines(_output, Clock);
        var rules = new DetectionRules(RuleSetLoader.Load([new RuleSource("rule.yml", Rule)]));
        // Patience without end: objects side by side bring the same finding, and which of them finds its alert in the other's hands is chance.
        var alerts = new AlertDelivery(Store, Sink, new AlertOptions { Patience = TimeSpan.MaxValue }, Clock);
        var pipeline = new DetectionPipeline(rules, Objects, Store, new PipelineOptions { MaxParallelObjects = 1, KeepsDamage = true }, Correlator.InMemory(rules, Clock), alerts);
        _handler = new NotificationHandler(_ => new ObjectHandler(pipeline, log, Clock), Settings, log, Clock);
    }

    public ManualClock Clock { get; } = new() { Now = new DateTimeOffset(2026, 10, 14, 9, 15, 7, TimeSpan.Zero) };

    public StoredObjects Objects { get; } = new();

    public InMemoryFindingStore Store { get; }

    public RecordingSink Sink { get; } = new();

    public void Dispose() => _output.Dispose();

    /// <summary>The log lines so far.</summary>
    public JsonElement[] Lines => Encoding.UTF8.GetString(_output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();

    public static string RecordJson(string eventId) =>
        $$$"""{"eventVersion":"1.11","eventID":"{{{eventId}}}","eventTime":"2026-10-14T09:05:07Z","eventName":"StopLogging","eventSource":"cloudtrail.amazonaws.com","awsRegion":"eu-west-1","recipientAccountId":"111122223333","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/mallory"}}""";

    /// <summary>Messages of a queue, named m0, m1, …, each with one object; answers with the names that are handed back.</summary>
    public async Task<string[]> HandleQueuedAsync(params string[] names)
    {
        var answer = await HandleAsync(new { Records = names.Select((name, i) => new { messageId = $"m{i}", eventSource = "aws:sqs", body = JsonSerializer.Serialize(S3Event(name)) }) });
        return JsonDocument.Parse(answer).RootElement.GetProperty("batchItemFailures").EnumerateArray().Select(failure => failure.GetProperty("itemIdentifier").GetString()!).ToArray();
    }

    public Task<ReadOnlyMemory<byte>> HandleDirectAsync(string name) => HandleAsync(S3Event(name));

    public async Task<ReadOnlyMemory<byte>> HandleAsync(object payload, TimeSpan? timeLeft = null, CancellationToken cancellationToken = default) =>
        await _handler.HandleAsync(
            new Invocation("request", JsonSerializer.SerializeToUtf8Bytes(payload), Clock.Now + (timeLeft ?? TimeSpan.FromMinutes(2)), FunctionArn: null, TraceId: null), cancellationToken);

    public async Task<Finding[]> FindingsAsync()
    {
        var findings = new List<Finding>();
        await foreach (var finding in Store.ListAsync(new FindingQuery(), CancellationToken.None)) findings.Add(finding);
        return [.. findings];
    }

    public static object S3Event(string name) => new
    {
        Records = new[] { new { eventSource = "aws:s3", eventVersion = "2.1", eventName = "ObjectCreated:Put", s3 = new { bucket = new { name = "logs" }, @object = new { key = name } } } },
    };
}
