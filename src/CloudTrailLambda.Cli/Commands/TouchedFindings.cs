using System.Collections.Concurrent;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Cli.Commands;

/// <summary>A store that remembers which findings a run had events for, so that the scan shows these and not all there ever were.</summary>
internal sealed class TouchedFindings(IFindingStore store) : IFindingStore
{
    private readonly ConcurrentDictionary<FindingId, bool> _touched = new();

    /// <summary>How many of them were not there before.</summary>
    public int NewFindings => _touched.Count(pair => pair.Value);

    public async Task<StoreOutcome> AddAsync(string logObject, IReadOnlyList<FindingMatch> matches, CancellationToken cancellationToken)
    {
        var outcome = await store.AddAsync(logObject, matches, cancellationToken);
        foreach (var id in outcome.New) _touched[id] = true;
        foreach (var id in outcome.Changed.Concat(outcome.Unchanged)) _touched.TryAdd(id, value: false);
        return outcome;
    }

    public IAsyncEnumerable<Finding> ListAsync(FindingQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

    public Task<FindingDetail?> FindAsync(string idOrPrefix, CancellationToken cancellationToken) => store.FindAsync(idOrPrefix, cancellationToken);

    public IAsyncEnumerable<Finding> ReadAsync(IReadOnlyCollection<FindingId> ids, CancellationToken cancellationToken) => store.ReadAsync(ids, cancellationToken);

    /// <summary>The touched findings in the order of listings.</summary>
    public async Task<IReadOnlyList<Finding>> ListAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        await foreach (var finding in store.ReadAsync([.. _touched.Keys], cancellationToken)) findings.Add(finding);
        findings.Sort(static (left, right) => FindingPosition.Compare(FindingPosition.Of(left), FindingPosition.Of(right)));
        return findings;
    }
}
