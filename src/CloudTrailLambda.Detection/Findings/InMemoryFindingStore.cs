using System.Runtime.CompilerServices;
using CloudTrailLambda.Detection.Alerts;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>Findings for the time of one run: for a scan that leaves nothing behind, and as the model of what a store does.</summary>
public sealed class InMemoryFindingStore : IFindingStore, IAlertClaims
{
    private readonly TimeProvider _clock;
    private readonly int _maxEventsKept;
    private readonly Lock _gate = new();
    private readonly Dictionary<FindingId, InMemoryFinding> _findings = [];

    /// <summary>Starts empty.</summary>
    /// <param name="clock">For <see cref="Finding.CreatedAt"/> and <see cref="Finding.UpdatedAt"/>.</param>
    /// <param name="maxEventsKept">Events of one finding that are kept one by one; only tests choose another number.</param>
    public InMemoryFindingStore(TimeProvider clock, int maxEventsKept = FindingLimits.MaxEventsKept)
    {
        _clock = clock;
        _maxEventsKept = maxEventsKept;
    }

    /// <inheritdoc/>
    public Task<StoreOutcome> AddAsync(string logObject, IReadOnlyList<FindingMatch> matches, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var storedName = LogObjectName.ToStored(logObject);
        var contributions = FindingContribution.Group(matches);
        var now = EventClock.ToMilliseconds(_clock.GetUtcNow());
        var outcome = new StoreOutcomeBuilder();
        lock (_gate)
        {
            foreach (var contribution in contributions)
            {
                var existed = _findings.TryGetValue(contribution.Id, out var finding);
                if (finding is null) _findings.Add(contribution.Id, finding = new InMemoryFinding(contribution, now));
                var (changed, newEvents) = finding.Add(contribution, storedName, _maxEventsKept, now);
                outcome.Add(contribution, existed, changed, finding.Summary.Alert, newEvents);
            }
        }
        return Task.FromResult(outcome.ToOutcome());
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> ListAsync(FindingQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var finding in Select(query))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return finding;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> ReadAsync(
        IReadOnlyCollection<FindingId> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var id in ids.Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Finding? finding;
            lock (_gate) finding = _findings.GetValueOrDefault(id)?.Summary;
            if (finding is not null) yield return finding;
        }
    }

    /// <inheritdoc/>
    public Task<AlertClaim> ClaimAsync(FindingId id, string claimant, DateTimeOffset until, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate) return Task.FromResult(_findings.TryGetValue(id, out var finding) ? finding.Claim(claimant, until, _clock.GetUtcNow()) : AlertClaim.Settled);
    }

    /// <inheritdoc/>
    public Task MarkSentAsync(FindingId id, string claimant, CancellationToken cancellationToken) => EndClaim(id, claimant, AlertState.Sent, cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(FindingId id, string claimant, CancellationToken cancellationToken) => EndClaim(id, claimant, AlertState.Pending, cancellationToken);

    /// <inheritdoc/>
    public Task<FindingDetail?> FindAsync(string idOrPrefix, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var prefix = FindingIdPrefix.Normalize(idOrPrefix);
        lock (_gate)
        {
            var candidates = _findings.Keys.Where(id => id.ToString().StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(id => id.ToString(), StringComparer.Ordinal).Take(FindingIdPrefix.MaxCandidates).ToList();
            return candidates.Count switch
            {
                0 => Task.FromResult<FindingDetail?>(null),
                1 => Task.FromResult<FindingDetail?>(_findings[candidates[0]].ToDetail()),
                _ => throw new AmbiguousFindingIdException(prefix, candidates),
            };
        }
    }

    private Task EndClaim(FindingId id, string claimant, AlertState state, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate) _findings.GetValueOrDefault(id)?.EndClaim(claimant, state);
        return Task.CompletedTask;
    }

    private List<Finding> Select(FindingQuery query)
    {
        lock (_gate)
        {
            var fitting = _findings.Values.Select(finding => finding.Summary).Where(finding => Fits(finding, query)).ToList();
            fitting.Sort(static (left, right) => FindingPosition.Compare(FindingPosition.Of(left), FindingPosition.Of(right)));
            return fitting.Count <= query.Limit ? fitting : fitting[..query.Limit];
        }
    }

    private static bool Fits(Finding finding, FindingQuery query) =>
        finding.Rule.Severity >= query.MinSeverity
        && (query.AccountId is null || string.Equals(finding.Key.AccountId, query.AccountId, StringComparison.Ordinal))
        && (query.RuleId is null || string.Equals(finding.Key.RuleId, query.RuleId, StringComparison.Ordinal))
        && (query.Since is null || finding.Activity.LastEventTime >= query.Since)
        && (query.After is null || FindingPosition.Compare(FindingPosition.Of(finding), query.After.Value) > 0);
}
