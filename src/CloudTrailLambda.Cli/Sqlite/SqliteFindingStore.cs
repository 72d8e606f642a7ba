using System.Runtime.CompilerServices;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>
/// Findings in one SQLite file. Many threads may add at once: they take turns at the one writing connection, which SQLite would make
/// them do anyway, only with failures and waits. Other processes may read and write the same file.
/// </summary>
internal sealed class SqliteFindingStore : IFindingStore, IAlertClaims, IDisposable
{
    private readonly string _path;
    private readonly TimeSpan _lockTimeout;
    private readonly TimeProvider _clock;
    private readonly SqliteConnection _connection;
    private readonly FindingWriter _writer;
    private readonly AlertClaimWriter _claims;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private SqliteFindingStore(string path, TimeSpan lockTimeout, TimeProvider clock, SqliteConnection connection, FindingWriter writer)
    {
        _path = path;
        _lockTimeout = lockTimeout;
        _clock = clock;
        _connection = connection;
        _writer = writer;
        _claims = new AlertClaimWriter(connection);
    }

    /// <summary>How long to wait for another process that writes the file.</summary>
    public static TimeSpan DefaultLockTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Opens a findings file, or creates it; its folder must exist.</summary>
    /// <param name="path">The file. SQLite puts two more beside it, with <c>-wal</c> and <c>-shm</c> appended, while it is open.</param>
    /// <param name="clock">For <see cref="Finding.CreatedAt"/> and <see cref="Finding.UpdatedAt"/>.</param>
    /// <param name="lockTimeout">Whole seconds, at least one; null is <see cref="DefaultLockTimeout"/>.</param>
    /// <param name="maxEventsKept">Events of one finding that are kept one by one; only tests choose another number.</param>
    /// <exception cref="FindingStoreException">It cannot be opened and written, or it is not a findings file of this version.</exception>
    public static SqliteFindingStore Open(
        string path, TimeProvider clock, TimeSpan? lockTimeout = null, int maxEventsKept = FindingLimits.MaxEventsKept)
    {
        var timeout = lockTimeout ?? DefaultLockTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.FromSeconds(1), nameof(lockTimeout));
        // A full path is always a file; SQLite gives names such as ":memory:" another meaning.
        path = Path.GetFullPath(path);
        var connection = Connect(path, timeout, SqliteOpenMode.ReadWriteCreate);
        try
        {
            Open(connection, timeout);
            FindingSchema.Ensure(connection, path);
            SetUpWriteAheadLog(connection, path);
            return new SqliteFindingStore(path, timeout, clock, connection, new FindingWriter(connection, maxEventsKept));
        }
        catch (SqliteException cause)
        {
            connection.Dispose();
            throw FindingStoreFault.Of(path, cause);
        }
        catch
        {
            connection.Dispose();
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
        return await WriteAsync(
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
        WriteAsync(() => _claims.Claim(id, claimant, until, _clock.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public Task MarkSentAsync(FindingId id, string claimant, CancellationToken cancellationToken) =>
        WriteAsync(() => _claims.End(id, claimant, AlertState.Sent), cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(FindingId id, string claimant, CancellationToken cancellationToken) =>
        WriteAsync(() => _claims.End(id, claimant, AlertState.Pending), cancellationToken);

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
        _connection.Dispose();
        _turn.Dispose();
    }

    private async Task<T> WriteAsync<T>(Func<T> write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return write();
        }
        catch (SqliteException cause)
        {
            throw FindingStoreFault.Of(_path, cause);
        }
        finally
        {
            _turn.Release();
        }
    }

    // The whole page is read before the first finding is handed out: a slow consumer would keep the log file from being shortened.
    private T Read<T>(Func<FindingReader, T> read)
    {
        using var connection = Connect(_path, _lockTimeout, SqliteOpenMode.ReadOnly);
        try
        {
            Open(connection, _lockTimeout);
            return read(new FindingReader(connection));
        }
        catch (SqliteException cause)
        {
            throw FindingStoreFault.Of(_path, cause);
        }
    }

    private static SqliteConnection Connect(string path, TimeSpan lockTimeout, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            // A pooled connection would keep the file open after Dispose.
            Pooling = false,
            DefaultTimeout = (int)lockTimeout.TotalSeconds,
        };
        return new SqliteConnection(settings.ConnectionString);
    }

    private static void Open(SqliteConnection connection, TimeSpan lockTimeout)
    {
        connection.Open();
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, (int)lockTimeout.TotalMilliseconds);
    }

    private static void SetUpWriteAheadLog(SqliteConnection connection, string path)
    {
        using var setJournalMode = new Statement(connection, "PRAGMA journal_mode = WAL");
        var mode = setJournalMode.ReadFirst(static row => row.Text(0));
        if (!string.Equals(mode, "wal", StringComparison.Ordinal)) throw FindingStoreFault.NoWriteAheadLog(path, mode);
        // NORMAL: a crash of the process loses nothing. A power cut may lose the last transactions, never part of one; scanning again
        // adds them. FULL would wait for the disk at every log object.
        using var setUp = connection.CreateCommand();
        // The write-ahead log grows to 16 MB between checkpoints: a page that many objects touch is copied once for all of them.
        setUp.CommandText = "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000;";
        setUp.ExecuteNonQuery();
    }
}
