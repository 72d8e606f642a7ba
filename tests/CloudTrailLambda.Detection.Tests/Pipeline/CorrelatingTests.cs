using CloudTrailLambda.Detection.Matching;

namespace CloudTrailLambda.Detection.Tests.Pipeline;

public sealed class CorrelatingTests
{
    private static DetectionRules Rules => Pipelines.Load(Pipelines.Rule("StopLogging"), Pipelines.AtLeast(3, "rule_StopLogging"));

    [Fact]
    public async Task Events_of_several_objects_make_one_finding_that_is_the_same_every_time()
    {
        var objects = new MemoryObjects()
            .Add("a", Pipelines.Record("e-3", "2026-10-14T09:08:00Z"), Pipelines.Record("e-1", "2026-10-14T09:00:00Z"))
            .Add("b", Pipelines.Record("e-2", "2026-10-14T09:04:00Z"), Pipelines.Record("e-1", "2026-10-14T09:00:00Z"), Pipelines.Record("x-1", "2026-10-14T09:01:00Z", user: "other"));
        var store = new RecordingStore();

        var first = await store.RunAsync(Rules, objects, parallel: 2);
        var described = await store.DescribeAsync();
        var second = await store.RunAsync(Rules, objects, parallel: 2);

        var finding = Assert.Single(await store.FindingsAsync());
        Assert.Equal(("Many calls", 3L, "userIdentity.userName=mallory"), (finding.Rule.Title, finding.EventCount, finding.Key.Group.ToString()));
        Assert.Equal((1, 3, 0), (first.Matches, first.NewEvents, second.NewEvents));
        Assert.Equal(described, await store.DescribeAsync());
    }

    [Fact]
    public async Task A_duplicate_does_not_fulfil_a_correlation()
    {
        var record = Pipelines.Record("e-1", "2026-10-14T09:00:00Z");
        var store = new RecordingStore();

        await store.RunAsync(Rules, new MemoryObjects().Add("a", record, record, Pipelines.Record("e-2", "2026-10-14T09:01:00Z")).Add("b", record));

        Assert.Empty(await store.FindingsAsync());
    }

    [Fact]
    public async Task Windows_that_end_in_two_hours_are_two_findings()
    {
        string[] times = ["09:50", "09:53", "09:56", "09:59", "10:02"];
        var store = new RecordingStore();

        await store.RunAsync(Rules, new MemoryObjects().Add("log", times.Select((time, i) => Pipelines.Record($"e-{i}", $"2026-10-14T{time}:00Z"))));

        Assert.Equal([(9, 4L), (10, 4L)], (await store.FindingsAsync()).Select(f => (f.Key.Window.Start.Hour, f.EventCount)).Order());
    }

    [Fact]
    public async Task The_ends_of_the_calendar_are_times_like_others()
    {
        string[] times = ["0001-01-01T00:00:00Z", "0001-01-01T00:00:01Z", "0001-01-01T00:00:02Z", "9999-12-31T23:59:57Z", "9999-12-31T23:59:58Z", "9999-12-31T23:59:59Z"];
        var store = new RecordingStore();

        await store.RunAsync(Rules, new MemoryObjects().Add("log", times.Select((time, i) => Pipelines.Record($"e-{i}", time))));

        Assert.Equal([(1, 3L), (9999, 3L)], (await store.FindingsAsync()).Select(f => (f.Activity.FirstEventTime.Year, f.EventCount)).Order());
    }

    [Fact]
    public async Task Matches_without_a_time_are_counted_and_correlate_with_nothing()
    {
        var store = new RecordingStore();

        var totals = await store.RunAsync(Rules, new MemoryObjects().Add("log", Enumerable.Range(0, 5).Select(i => Pipelines.Record($"e-{i}", eventTime: null))));

        Assert.Equal(5, totals.MatchesWithoutTime);
        Assert.Empty(await store.FindingsAsync());
    }
}
