using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>
/// Findings in one DynamoDB table, a <see cref="FindingTable"/>. Any number of processes may add at once: each transaction checks that
/// the finding is still what it was decided on, and is decided again if it is not.
/// </summary>
/// <remarks>
/// <para>
/// Lists, and finding by the beginning of an id, read an index that follows within a moment; everything else reads what is there now.
/// </para>
/// <para>
/// Events expire, findings that are open do not. A log object that is added again when its events are already gone counts again.
/// </para>
/// </remarks>
public sealed class DynamoDbFindingStore : IFindingStore, IAlertClaims
{
    private const int MaxParallelFindings = 4;

    private readonly TimeProvider _clock;
    private readonly ContributionWriter _writer;
    private readonly FindingListing _listing;
    private readonly FindingLookup _lookup;
    private readonly AlertClaimWriter _claims;

    /// <summary>Takes the table; nothing is called yet.</summary>
    /// <param name="client">The client, which stays the caller's. Its retries are for short troubles; the store has its own for longer ones.</param>
    /// <param name="tableName">The table's name.</param>
    /// <param name="clock">For what is created, updated and expires when, for claims, and for pauses before a repetition.</param>
    /// <param name="options">Null is the defaults.</param>
    public DynamoDbFindingStore(IAmazonDynamoDB client, string tableName, TimeProvider clock, FindingStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _clock = clock;
        var table = new TableClient(client, tableName, clock);
        _writer = new ContributionWriter(table, options ?? new FindingStoreOptions(), clock);
        _listing = new FindingListing(table, clock);
        _lookup = new FindingLookup(table, clock);
        _claims = new AlertClaimWriter(table, clock);
    }

    /// <inheritdoc/>
    public async Task<StoreOutcome> AddAsync(string logObject, IReadOnlyList<FindingMatch> matches, CancellationToken cancellationToken)
    {
        var storedName = LogObjectName.ToStored(logObject);
        var contributions = FindingContribution.Group(matches);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());
        var added = new AddedContribution[contributions.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, contributions.Count),
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallelFindings, CancellationToken = cancellationToken },
            async (number, token) => added[number] = await _writer.AddAsync(contributions[number], storedName, now, token));

        var outcome = new StoreOutcomeBuilder();
        foreach (var (contribution, part) in contributions.Zip(added))
            outcome.Add(contribution, part.Existed, part.Changed, part.Alert, part.NewEvents);
        return outcome.ToOutcome();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> ListAsync(FindingQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var finding in await _listing.ListAsync(query, cancellationToken)) yield return finding;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Finding> ReadAsync(IReadOnlyCollection<FindingId> ids, CancellationToken cancellationToken) =>
        _lookup.ReadAsync(ids, cancellationToken);

    /// <inheritdoc/>
    public Task<FindingDetail?> FindAsync(string idOrPrefix, CancellationToken cancellationToken) =>
        _lookup.FindAsync(FindingIdPrefix.Normalize(idOrPrefix), cancellationToken);

    /// <inheritdoc/>
    public Task<AlertClaim> ClaimAsync(FindingId id, string claimant, DateTimeOffset until, CancellationToken cancellationToken) =>
        _claims.ClaimAsync(id, claimant, until, cancellationToken);

    /// <inheritdoc/>
    public Task MarkSentAsync(FindingId id, string claimant, CancellationToken cancellationToken) =>
        _claims.EndAsync(id, claimant, AlertState.Sent, cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(FindingId id, string claimant, CancellationToken cancellationToken) =>
        _claims.EndAsync(id, claimant, AlertState.Pending, cancellationToken);
}
