using System.Runtime.CompilerServices;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>Findings in one SQLite file. Many threads may add at once; other processes may read and write the same file.</summary>
internal sealed class SqliteFindingStore : IFindingStore, IAlertClaims, IDisposable
{
    private readonly TimeProvider _clock;
    private readonly FindingWriter _writer;
    private readonly AlertClaimWriter _claims;

    private SqliteFindingStore(FindingsFile file, TimeProvider clock, int maxEventsKept)
    {
        File = file;
        _clock = clock;
        _writer = new FindingWriter(file.Writer, maxEventsKept);
        _claims = new AlertClaimWriter(file.Writer);
    }

    /// <summary>The file, for what else is kept in it; it is closed with the store.</summary>
    public FindingsFile File { get; }

    /// <summary>Opens a findings file, or creates it; its folder must exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="clock">For <see cref="Finding.CreatedAt"/> and <see cref="Finding.UpdatedAt"/>.</param>
    /// <param name="lockTimeout">Whole seconds, at least one; null is <see cref="FindingsFile.DefaultLockTimeout"/>.</param>
    /// <param name="maxEventsKept">Events of one finding that are kept one by one; only tests choose another number.</param>
    /// <exception cref="FindingStoreException">It cannot be opened and written, or it is not a findings file of this version.</exception>
    public static SqliteFindingStore Open(
        string path, TimeProvider clock, TimeSpan? lockTimeout = null, int maxEventsKept = FindingLimits.MaxEventsKept)
    {
        var file = FindingsFile.Open(path, lockTimeout);
        try
        {
            return file.Guard(() => new SqliteFindingStore(file, clock, maxEventsKept));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<StoreOutcome> AddAsync(
        string logObject, IReadOnlyList<FindingMatch> matches, CancellationToken cancellationToken)
    {
        var storedName = LogObjectName.ToStored(logObject);
        // Outside of the turn: hashing and grouping need no file.
        var contributions = FindingContribution.Group(matches);
        return await File.WriteAsync(
            () =>
            {
                if (contributions.Count == 0) return new StoreOutcomeBuilder().ToOutcome();
                var now = DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());
                return _writer.Write(storedName, contributions, now, cancellationToken);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> ListAsync(
        FindingQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var finding in Read(reader => reader.List(query)))
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
        foreach (var finding in Read(reader => reader.Read(ids)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return finding;
        }
    }

    /// <inheritdoc/>
    public Task<AlertClaim> ClaimAsync(FindingId id, string claimant, DateTimeOffset until, CancellationToken cancellationToken) =>
        File.WriteAsync(() => _claims.Claim(id, claimant, until, _clock.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public Task MarkSentAsync(FindingId id, string claimant, CancellationToken cancellationToken) =>
        File.WriteAsync(() => _claims.End(id, claimant, AlertState.Sent), cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(FindingId id, string claimant, CancellationToken cancellationToken) =>
        File.WriteAsync(() => _claims.End(id, claimant, AlertState.Pending), cancellationToken);

    /// <inheritdoc/>
    public Task<FindingDetail?> FindAsync(string idOrPrefix, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var prefix = FindingIdPrefix.Normalize(idOrPrefix);
        return Task.FromResult(Read(reader => reader.Find(prefix)));
    }

    /// <summary>Closes the file. No call may be under way.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _claims.Dispose();
        File.Dispose();
    }

    // The whole page is read before the first finding is handed out: a slow consumer would keep the log file from being shortened.
    private T Read<T>(Func<FindingReader, T> read)
    {
        using var connection = File.OpenReader();
        return File.Guard(() => read(new FindingReader(connection)));
    }
}
