using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.StoreContracts.Correlation;

/// <summary>One group that everybody writes to at once.</summary>
public abstract class BusyGroupContract
{
    /// <summary>An empty state.</summary>
    protected abstract Task<ICorrelationState> CreateAsync();

    [Fact]
    public async Task A_group_that_every_process_brings_events_of_at_the_same_time_misses_none()
    {
        var history = History.OfOneGroup(objects: 24, eventsPerObject: 20);
        var (state, store) = (await CreateAsync(), new InMemoryFindingStore(TimeProvider.System));

        await Task.WhenAll(history.Objects.Select(pair => Task.Run(() => HistoryRuns.RunAsync(HistoryRuns.Pipeline(history, state, store), [pair.Key]))));

        await HistoryRuns.SaysAsync(history, store, seed: 0);
        var finding = Assert.Single(await store.ListAsync(new FindingQuery(), CancellationToken.None).ToListAsync());
        Assert.Equal(24 * 20, finding.EventCount);
    }
}
