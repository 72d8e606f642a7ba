using Amazon.DynamoDBv2;
using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Aws.DynamoDb.Correlation;
using CloudTrailLambda.Aws.S3;
using CloudTrailLambda.Aws.Signing;
using CloudTrailLambda.Aws.Sns;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Configuration;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Function.Handling;
using CloudTrailLambda.Function.Runtime;
using CloudTrailLambda.Function.Telemetry;

namespace CloudTrailLambda.Function;

/// <summary>The composition root: what lasts as long as the process, made once before the first event.</summary>
internal sealed class FunctionParts : IDisposable
{
    /// <summary>After its deadline the process is stopped, and what it had claimed is free for others.</summary>
    private static readonly TimeSpan LeaseAfterDeadline = TimeSpan.FromSeconds(1);

    private readonly FunctionSettings _settings;
    private readonly DetectionRules _rules;
    private readonly LogLines _log;
    private readonly TimeProvider _clock;
    private readonly S3Clients _s3 = S3Clients.FromEnvironment();
    private readonly AmazonDynamoDBClient _dynamoDb = new();
    private readonly SignedHttpClient _http;
    private readonly DynamoDbFindingStore _store;
    private readonly SnsAlertSink _sink;
    private readonly Correlator _correlator;
    private readonly ConfigurationHistory _configurations;

    public FunctionParts(FunctionSettings settings, DetectionRules rules, LogLines log, TimeProvider clock)
    {
        (_settings, _rules, _log, _clock) = (settings, rules, log, clock);
        _http = SignedHttpClient.FromEnvironment(clock);
        var options = new FindingStoreOptions { EventRetention = settings.EventRetention };
        if (settings.EventsPerTransaction is { } events) options = options with { EventsPerTransaction = events };
        _store = new DynamoDbFindingStore(_dynamoDb, settings.FindingsTable, clock, options);
        var state = new DynamoDbCorrelationState(_dynamoDb, settings.CorrelationTable, clock);
        _correlator = new Correlator(rules, new CorrelationOptions(state, clock) { QuietStart = settings.QuietStart });
        _configurations = new ConfigurationHistory(state, clock);
        _sink = new SnsAlertSink(new SnsClient(_http), SnsTopic.Parse(settings.AlertTopicArn), new Runbooks(rules.RuleSet), settings.FindingsTable);
    }

    public InvocationHandler Handler => new NotificationHandler(ObjectHandlerFor, _settings, _log, _clock).HandleAsync;

    public void Dispose()
    {
        _s3.Dispose();
        _dynamoDb.Dispose();
        _http.Dispose();
    }

    // For each invocation, because how long a claim lasts is told by its deadline.
    private ObjectHandler ObjectHandlerFor(Invocation invocation)
    {
        var lease = invocation.Deadline - _clock.GetUtcNow() + LeaseAfterDeadline;
        var alerts = new AlertDelivery(_store, _sink, new AlertOptions { MinSeverity = _settings.AlertMinSeverity, Lease = lease }, _clock);
        var options = new PipelineOptions { MaxParallelObjects = 1, KeepsDamage = true };
        return new ObjectHandler(new DetectionPipeline(_rules, new S3LogObjects(_s3, _clock), _store, options, _correlator, alerts, _configurations), _log, _clock);
    }
}
