using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.StoreContracts;

/// <summary>What every store does. A store's own tests derive from this class and say how to make one.</summary>
public abstract partial class FindingStoreContract : IAsyncLifetime
{
    protected ManualClock Clock { get; } = new();

    /// <summary>A store without findings; it is ended by <see cref="DisposeAsync"/>.</summary>
    protected abstract ValueTask<IFindingStore> CreateAsync(int maxEventsKept = FindingLimits.MaxEventsKept);

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Everything that must not depend on when it was stored, by id.</summary>
    protected static async Task<List<Finding>> ReadAllAsync(IFindingStore store)
    {
        var query = new FindingQuery { Limit = FindingLimits.MaxQueryLimit };
        var findings = await ListAsync(store, query);
        return [.. findings.Select(finding => finding with { CreatedAt = default, UpdatedAt = default })
            .OrderBy(finding => finding.Id.ToString(), StringComparer.Ordinal)];
    }

    protected static async Task<List<Finding>> ListAsync(IFindingStore store, FindingQuery query)
    {
        var findings = new List<Finding>();
        await foreach (var finding in store.ListAsync(query, CancellationToken.None)) findings.Add(finding);
        return findings;
    }

    protected static async Task<FindingDetail> OnlyAsync(IFindingStore store)
    {
        var finding = Assert.Single(await ReadAllAsync(store));
        return (await store.FindAsync(finding.Id.ToString(), CancellationToken.None))!;
    }

    protected static Task<StoreOutcome> AddAsync(IFindingStore store, string logObject, params FindingMatch[] matches) =>
        store.AddAsync(logObject, matches, CancellationToken.None);
}
