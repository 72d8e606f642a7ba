namespace CloudTrailLambda.Detection.Tests.Pipeline;

public sealed class GroupingTests
{
    [Fact]
    public async Task Without_a_word_of_the_rule_a_finding_is_one_actor_in_one_hour()
    {
        var store = new RecordingStore();
        await store.RunAsync(Pipelines.Load(Pipelines.Rule("StopLogging")), new MemoryObjects().Add(
            "log",
            Pipelines.Record("e-1", "2026-10-14T09:00:00Z"),
            Pipelines.Record("e-2", "2026-10-14T09:59:59.999Z"),
            Pipelines.Record("e-3", "2026-10-14T10:00:00Z"),
            Pipelines.Record("e-4", "2026-10-14T09:30:00Z", user: "trudy")));

        Assert.Equal(
            ["09 mallory 2", "09 trudy 1", "10 mallory 1"],
            (await store.FindingsAsync()).Select(f => $"{f.Key.Window.Start:HH} {f.Key.Group[0].Value!.Split('/')[1]} {f.EventCount}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_rule_may_group_by_other_fields_and_a_longer_window()
    {
        const string Custom =
            """
            custom:
              group_by:
                - requestParameters.bucketName
                - nobody.has.this
              window: 1d
            """;
        var store = new RecordingStore();
        await store.RunAsync(Pipelines.Load(Pipelines.Rule("StopLogging", extra: Custom)), new MemoryObjects().Add(
            "log",
            Pipelines.Record("e-1", "2026-10-14T00:00:00Z", bucket: "one"),
            Pipelines.Record("e-2", "2026-10-14T23:59:59Z", user: "trudy", bucket: "one"),
            Pipelines.Record("e-3", "2026-10-14T12:00:00Z", bucket: "two"),
            Pipelines.Record("e-4", "2026-10-15T00:00:00Z", bucket: "two")));

        Assert.Equal(
            ["requestParameters.bucketName=one, nobody.has.this=(none): 2", "requestParameters.bucketName=two, nobody.has.this=(none): 1", "requestParameters.bucketName=two, nobody.has.this=(none): 1"],
            (await store.FindingsAsync()).Select(f => $"{f.Key.Group}: {f.EventCount}").Order(StringComparer.Ordinal));
        Assert.All(await store.FindingsAsync(), finding => Assert.Equal(TimeSpan.FromDays(1), finding.Key.Window.Length));
    }

    [Fact]
    public async Task A_rule_without_an_id_is_known_by_its_title()
    {
        var store = new RecordingStore();
        var objects = new MemoryObjects().Add("log", Pipelines.Record("e-1", "2026-10-14T09:00:00Z"));
        await store.RunAsync(Pipelines.Load(Pipelines.Rule("StopLogging", id: null)), objects);
        await store.RunAsync(Pipelines.Load(Pipelines.Rule("DeleteTrail"), Pipelines.Rule("StopLogging", id: null)), objects);

        Assert.Equal("title:StopLogging was called", Assert.Single(await store.FindingsAsync()).Rule.Id);
    }

    [Fact]
    public async Task A_record_without_an_id_is_known_by_its_content_and_one_without_a_time_is_kept_under_the_epoch()
    {
        var nameless = Pipelines.Record(eventId: null, eventTime: null);
        var objects = new MemoryObjects().Add("a", nameless, nameless).Add("b", nameless, Pipelines.Record(eventId: null, "2026-10-14T09:00:00Z"));
        var store = new RecordingStore();

        var totals = await store.RunAsync(Pipelines.Load(Pipelines.Rule("StopLogging")), objects);
        await store.RunAsync(Pipelines.Load(Pipelines.Rule("StopLogging")), objects);

        Assert.Equal((4, 0), (totals.Records, totals.Duplicates));
        Assert.Equal([(2026, 1L), (1970, 1L)], (await store.FindingsAsync()).Select(f => (f.Activity.FirstEventTime.Year, f.EventCount)));
    }

    [Theory]
    [InlineData("2026-10-14T11:05:07+02:00", "2026-10-14T09:05:07.0000000+00:00")]
    [InlineData("2026-10-14T09:05:07.1234567Z", "2026-10-14T09:05:07.1230000+00:00")]
    [InlineData("2026-10-14 09:05:07", "2026-10-14T09:05:07.0000000+00:00")]
    [InlineData("09:05", "1970-01-01T00:00:00.0000000+00:00")]
    [InlineData("14 October 2026", "1970-01-01T00:00:00.0000000+00:00")]
    public async Task Only_what_is_a_time_without_doubt_is_taken_for_one(string eventTime, string expected)
    {
        var store = new RecordingStore();
        await store.RunAsync(Pipelines.Load(Pipelines.Rule("StopLogging")), new MemoryObjects().Add("log", Pipelines.Record("e-1", eventTime)));

        Assert.Equal(expected, Assert.Single(await store.FindingsAsync()).Activity.FirstEventTime.ToString("O"));
    }
}
