using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.Detection.Tests.Pipeline;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Detection.Tests.Alerts;

/// <summary>Step 7 as part of a run.</summary>
public sealed class AlertingRunTests
{
    private readonly LeapingClock _clock = new();
    private readonly InMemoryFindingStore _store;

    public AlertingRunTests() => _store = new InMemoryFindingStore(_clock);

    [Fact]
    public async Task Alerts_are_published_when_everything_is_stored()
    {
        var storedAtPublish = new List<long>();
        var sink = new SinkLog(async _ => storedAtPublish.Add((await FindingsAsync()).Sum(finding => finding.EventCount)));

        var totals = await RunAsync(sink, ThreeUsers());

        Assert.Equal((3, 3), (totals.NewFindings, totals.Alerts));
        Assert.Equal(3, sink.Published.Count);
        // The rule's three and the correlation's, whichever is published first.
        Assert.All(storedAtPublish, stored => Assert.Equal(3, stored));
        Assert.All(await FindingsAsync(), finding => Assert.Equal(AlertState.Sent, finding.Alert));
    }

    [Fact]
    public async Task A_correlations_finding_is_published_as_well()
    {
        var sink = new SinkLog();
        var rules = Pipelines.Load(Pipelines.Rule("StopLogging"), Pipelines.AtLeast(2, "rule_StopLogging"));
        var objects = new MemoryObjects().Add("log", Pipelines.Record("e-1", "2026-10-14T09:00:00Z"), Pipelines.Record("e-2", "2026-10-14T09:01:00Z"));

        await new DetectionPipeline(rules, objects, _store, new PipelineOptions(), Pipelines.InMemory(rules), Delivery(sink)).RunAsync(objects.All, new ListenerLog(), CancellationToken.None);

        Assert.Equal("Many calls", Assert.Single(sink.Published).Rule.Title);
    }

    [Fact]
    public async Task A_topic_that_fails_keeps_nothing_from_being_stored_and_the_next_run_publishes()
    {
        var objects = ThreeUsers();

        await Assert.ThrowsAsync<AlertException>(() => RunAsync(new SinkLog(_ => throw new AlertException("No topic.")), objects));

        Assert.Equal(3, (await FindingsAsync()).Count);
        Assert.All(await FindingsAsync(), finding => Assert.Equal(AlertState.Pending, finding.Alert));
        var sink = new SinkLog();
        Assert.Equal((0, 3), await RunAsync(sink, objects) is var totals ? (totals.NewFindings, totals.Alerts) : default);
        Assert.Equal(0, (await RunAsync(sink, objects)).Alerts);
    }

    [Fact]
    public async Task Without_step_7_findings_stay_pending()
    {
        var objects = ThreeUsers();

        var totals = await Pipelines.StopLogging(objects, _store, new PipelineOptions()).RunAsync(objects.All, new ListenerLog(), CancellationToken.None);

        Assert.Equal(0, totals.Alerts);
        Assert.All(await FindingsAsync(), finding => Assert.Equal(AlertState.Pending, finding.Alert));
    }

    [Fact]
    public async Task Objects_are_taken_as_they_are_listed()
    {
        var objects = ThreeUsers();
        var (listed, openedBeforeTheEnd) = (0, 0);
        async IAsyncEnumerable<LogObject> ListAsync()
        {
            foreach (var logObject in objects.All)
            {
                // What was listed before has been read when the next is asked for: one at a time.
                openedBeforeTheEnd = Math.Max(openedBeforeTheEnd, (await FindingsAsync()).Count);
                listed++;
                yield return logObject;
                await Task.Yield();
            }
        }

        var pipeline = Pipelines.StopLogging(objects, _store, new PipelineOptions { MaxParallelObjects = 1 });
        var totals = await pipeline.RunAsync(ListAsync(), new ListenerLog(), CancellationToken.None);

        Assert.Equal((3, 3), (listed, totals.Objects));
        Assert.InRange(openedBeforeTheEnd, 1, 2);
    }

    private static MemoryObjects ThreeUsers() => new MemoryObjects()
        .Add("log-1", Pipelines.Record("e-1", "2026-10-14T09:00:00Z", user: "a"))
        .Add("log-2", Pipelines.Record("e-2", "2026-10-14T09:00:00Z", user: "b"))
        .Add("log-3", Pipelines.Record("e-3", "2026-10-14T09:00:00Z", user: "c"));

    private Task<RunTotals> RunAsync(IAlertSink sink, MemoryObjects objects) =>
        Pipelines.StopLogging(objects, _store, new PipelineOptions(), Delivery(sink))
            .RunAsync(objects.All, new ListenerLog(), CancellationToken.None);

    private AlertDelivery Delivery(IAlertSink sink) => new(_store, sink, new AlertOptions(), _clock);

    private async Task<List<Finding>> FindingsAsync() => await _store.ListAsync(new FindingQuery(), CancellationToken.None).ToListAsync();
}
