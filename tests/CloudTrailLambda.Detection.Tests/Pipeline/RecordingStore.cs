using System.Collections.Concurrent;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Tests.Pipeline;

/// <summary>The store in memory, with a note of each call.</summary>
internal sealed class RecordingStore : IFindingStore
{
    private readonly InMemoryFindingStore _store = new(TimeProvider.System);

    /// <summary>The name and the number of matches of each call.</summary>
    public ConcurrentQueue<(string Name, int Matches)> Calls { get; } = [];

    public Task<StoreOutcome> AddAsync(string logObject, IReadOnlyList<FindingMatch> matches, CancellationToken cancellationToken)
    {
        Calls.Enqueue((logObject, matches.Count));
        return _store.AddAsync(logObject, matches, cancellationToken);
    }

    public IAsyncEnumerable<Finding> ListAsync(FindingQuery query, CancellationToken cancellationToken) => _store.ListAsync(query, cancellationToken);

    public IAsyncEnumerable<Finding> ReadAsync(IReadOnlyCollection<FindingId> ids, CancellationToken cancellationToken) => _store.ReadAsync(ids, cancellationToken);

    public Task<FindingDetail?> FindAsync(string idOrPrefix, CancellationToken cancellationToken) => _store.FindAsync(idOrPrefix, cancellationToken);

    /// <summary>What a person would see of every finding, apart from when it was stored.</summary>
    public async Task<List<string>> DescribeAsync()
    {
        var described = new List<string>();
        await foreach (var f in ListAsync(new FindingQuery { Limit = FindingLimits.MaxQueryLimit }, CancellationToken.None))
        {
            described.Add(string.Join(" | ", f.Id, f.Rule.Id, f.Rule.Title, f.Rule.Severity, f.Key.AccountId, f.Key.Group, f.Key.Window, f.EventCount, f.CountIsApproximate,
                f.Activity.FirstEventTime.ToString("O"), f.Activity.FirstEventId, f.Activity.LastEventTime.ToString("O"), f.Activity.Actor,
                f.Activity.SourceAddresses, f.Activity.EventNames, f.Activity.Regions));
        }

        return described;
    }

    public async Task<List<Finding>> FindingsAsync()
    {
        var findings = new List<Finding>();
        await foreach (var finding in ListAsync(new FindingQuery { Limit = FindingLimits.MaxQueryLimit }, CancellationToken.None)) findings.Add(finding);
        return findings;
    }
}
