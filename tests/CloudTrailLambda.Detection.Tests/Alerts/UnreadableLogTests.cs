using System.Text.Json;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.Detection.Tests.Pipeline;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Detection.Tests.Alerts;

/// <summary>Damage is a finding in runs that nobody watches.</summary>
public sealed class UnreadableLogTests
{
    private const string Folder = "s3://logs/AWSLogs/111122223333/CloudTrail/eu-west-1";
    private const string Damaged = $"{Folder}/2026/10/14/111122223333_CloudTrail_eu-west-1_20261014T0905Z_abc.json.gz";

    private readonly InMemoryFindingStore _store = new(new LeapingClock());

    [Fact]
    public async Task Damage_is_kept_beside_what_the_good_records_say_and_once()
    {
        var objects = new MemoryObjects().AddText(Damaged, $$"""{"Records":[{{Pipelines.Record("e-1", "2026-10-14T09:00:00Z")}},7,{"eventID":}]}""");

        var totals = await RunAsync(objects);
        await RunAsync(objects);

        Assert.Equal((1, 2, 2), (totals.Records, totals.Faults, totals.NewFindings));
        var findings = await FindingsAsync();
        Assert.Equal(["Log file could not be read", "StopLogging was called"], findings.Select(finding => finding.Rule.Title).Order(StringComparer.Ordinal));
        var damage = Assert.Single(findings, finding => finding.Rule.Id == "cloudtrail-lambda:unreadable-log");
        Assert.Equal((2, "111122223333", $"folder={Folder}", Severity.Medium), (damage.EventCount, damage.Key.AccountId, damage.Key.Group.ToString(), damage.Rule.Severity));
        Assert.Equal(new DateTimeOffset(2026, 10, 14, 9, 5, 0, TimeSpan.Zero), damage.Activity.FirstEventTime);
        Assert.Equal(["BrokenRecord", "NotAnObject"], damage.Activity.EventNames);
    }

    [Fact]
    public async Task Its_event_says_where_in_which_object()
    {
        var objects = new MemoryObjects().AddText(Damaged, """{"Records":[7]}""");

        await RunAsync(objects);

        var kept = Assert.Single((await _store.FindAsync((await FindingsAsync()).Single().Id.ToString(), CancellationToken.None))!.Events);
        Assert.Equal((Damaged, "NotAnObject"), (kept.LogObject, kept.Event.EventName));
        var record = JsonDocument.Parse(kept.Event.RecordJson!.Value).RootElement;
        Assert.Equal((Damaged, "NotAnObject", 1), (record.GetProperty("logObject").GetString(), record.GetProperty("damage").GetString(), record.GetProperty("recordNumber").GetInt32()));
    }

    [Fact]
    public async Task Neighbours_of_one_hour_share_a_finding_and_other_folders_do_not()
    {
        var objects = new MemoryObjects();
        foreach (var name in (string[])[Damaged, Damaged.Replace("0905Z_abc", "0955Z_def", StringComparison.Ordinal), Damaged.Replace("0905Z", "1000Z", StringComparison.Ordinal), Damaged.Replace("eu-west-1/", "eu-west-2/", StringComparison.Ordinal)])
        {
            objects.AddText(name, "not JSON");
        }

        await RunAsync(objects);

        Assert.Equal([1, 1, 2], (await FindingsAsync()).Select(finding => finding.EventCount).Order());
    }

    [Theory]
    [InlineData(ReadFaultKind.Gone, typeof(FileNotFoundException))]
    [InlineData(ReadFaultKind.ReadFailed, typeof(IOException))]
    [InlineData(ReadFaultKind.ReadFailed, typeof(UnauthorizedAccessException))]
    public async Task What_another_attempt_may_read_or_nobody_can_is_told_and_no_finding(ReadFaultKind kind, Type failure)
    {
        var heard = new FaultKinds();

        var totals = await Pipeline(new FailingObjects(failure)).RunAsync([new LogObject(Damaged)], heard, CancellationToken.None);

        Assert.Equal(kind, Assert.Single(heard.Kinds));
        Assert.Equal((1, 1), (totals.Objects, totals.Faults));
        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task A_body_that_fails_is_no_finding_either()
    {
        var heard = new FaultKinds();

        await Pipeline(new FailingObjects(failure: null)).RunAsync([new LogObject(Damaged)], heard, CancellationToken.None);

        Assert.Equal([ReadFaultKind.ReadFailed], heard.Kinds);
        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task Who_does_not_ask_for_it_gets_no_finding_about_damage()
    {
        var objects = new MemoryObjects().AddText(Damaged, "not JSON");

        await Pipelines.StopLogging(objects, _store, new PipelineOptions()).RunAsync(objects.All, new ListenerLog(), CancellationToken.None);

        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task Damage_is_alerted_like_any_other_finding()
    {
        var sink = new SinkLog();
        var objects = new MemoryObjects().AddText(Damaged, "not JSON");
        var pipeline = Pipelines.StopLogging(
            objects, _store, new PipelineOptions { KeepsDamage = true }, new AlertDelivery(_store, sink, new AlertOptions(), new LeapingClock()));

        Assert.Equal(1, (await pipeline.RunAsync(objects.All, new ListenerLog(), CancellationToken.None)).Alerts);

        Assert.Contains("[MEDIUM] Log file could not be read", AlertProse.Of(sink.Published.Single(), [], null), StringComparison.Ordinal);
    }

    private DetectionPipeline Pipeline(ILogObjectReader objects) => Pipelines.StopLogging(objects, _store, new PipelineOptions { KeepsDamage = true });

    private Task<RunTotals> RunAsync(MemoryObjects objects) => Pipeline(objects).RunAsync(objects.All, new ListenerLog(), CancellationToken.None);

    private async Task<List<Finding>> FindingsAsync() => await _store.ListAsync(new FindingQuery(), CancellationToken.None).ToListAsync();

    /// <summary>Objects that cannot be opened, or whose bodies cannot be read.</summary>
    private sealed class FailingObjects(Type? failure) : ILogObjectReader
    {
        public ValueTask<Stream> OpenAsync(LogObject logObject, CancellationToken cancellationToken) =>
            failure is null ? new(new FailingBody()) : throw (Exception)Activator.CreateInstance(failure, "It cannot be opened.")!;
    }

    private sealed class FailingBody : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The connection was cut.");
    }

    private sealed class FaultKinds : IRunListener
    {
        public List<ReadFaultKind> Kinds { get; } = [];

        public void OnFault(LogObject logObject, ReadFault fault) => Kinds.Add(fault.Kind);

        public void OnNote(LogObject logObject, ReadNote note)
        {
        }

        public void OnDone(LogObject logObject)
        {
        }
    }
}
