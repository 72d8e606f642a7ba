namespace CloudTrailLambda.Detection.Tests.Pipeline;

public sealed class RunTests
{
    private const int RecordsPerPart = 10_000;

    [Fact]
    public async Task A_huge_object_is_stored_in_parts_that_are_cut_at_the_same_records_whatever_matches()
    {
        var records = Enumerable.Range(0, (2 * RecordsPerPart) + 1)
            .Select(i => Pipelines.Record($"e-{i}", "2026-10-14T09:00:00Z", i % 100 == 0 ? "DeleteTrail" : "StopLogging")).ToList();
        // A duplicate stands for a record as well: its place must not depend on what was read before.
        records[5] = records[4];
        var objects = new MemoryObjects().Add("log", records);
        var (all, few) = (new RecordingStore(), new RecordingStore());

        await all.RunAsync(Pipelines.Load(Pipelines.Rule("StopLogging")), objects);
        await few.RunAsync(Pipelines.Load(Pipelines.Rule("DeleteTrail")), objects);

        Assert.Equal([("log", 9_900), ("log#2", 9_900)], all.Calls);
        Assert.Equal([("log", 100), ("log#2", 100), ("log#3", 1)], few.Calls);
        Assert.Equal(19_799, Assert.Single(await all.FindingsAsync()).EventCount);
    }

    [Fact]
    public async Task Damage_is_told_counted_and_kept_apart_from_its_neighbours()
    {
        var good = Pipelines.Record("e-1", "2026-10-14T09:00:00Z");
        var objects = new MemoryObjects()
            .AddUnreadable("gone")
            .AddText("AWSLogs/1/CloudTrail-Digest/digest", "{}")
            .AddText("many", $$"""{"Records":[{{string.Join(',', Enumerable.Repeat("7", 50))}},{"eventID":},{{good}}]}""");
        var (store, listener) = (new RecordingStore(), new ListenerLog());

        var totals = await store.RunAsync(Pipelines.Load(Pipelines.Rule("StopLogging")), objects, parallel: 2, listener);

        Assert.Equal(1, Assert.Single(await store.FindingsAsync()).EventCount);
        Assert.Equal((3, 1, 1, 51), (totals.Objects, totals.ObjectsPassedOver, totals.Records, totals.BadRecords));
        Assert.Equal(listener.Said.Count(said => said.Contains(": record ", StringComparison.Ordinal)), totals.Faults);
        Assert.Contains("gone: record 0, byte 0: It is gone", listener.Said);
        Assert.Contains("AWSLogs/1/CloudTrail-Digest/digest: Digest", listener.Said);
        Assert.Equal(3, listener.Said.Count(said => said.EndsWith(": done", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var objects = new MemoryObjects().Add("log", Pipelines.Record("e-1", "2026-10-14T09:00:00Z"));
        var store = new RecordingStore();
        var pipeline = Pipelines.StopLogging(objects, store, new PipelineOptions());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.RunAsync(objects.All, new ListenerLog(), cancelled.Token));

        Assert.Empty(store.Calls);
    }
}
