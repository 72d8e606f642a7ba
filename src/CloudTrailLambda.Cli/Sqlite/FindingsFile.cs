using CloudTrailLambda.Detection.Findings;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>
/// The file that findings and the correlation state are kept in. Who writes takes turns at one connection, which SQLite would make them
/// do anyway, only with failures and waits; who reads has a connection of its own, so that reading neither waits for the writer nor
/// holds it up.
/// </summary>
internal sealed class FindingsFile : IDisposable
{
    private readonly string _path;
    private readonly TimeSpan _lockTimeout;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private FindingsFile(string path, TimeSpan lockTimeout, SqliteConnection writer)
    {
        _path = path;
        _lockTimeout = lockTimeout;
        Writer = writer;
    }

    /// <summary>How long to wait for another process that writes the file.</summary>
    public static TimeSpan DefaultLockTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The writing connection. To prepare statements on; they are run by <see cref="WriteAsync"/>.</summary>
    public SqliteConnection Writer { get; }

    /// <summary>Opens a findings file, or creates it; its folder must exist.</summary>
    /// <param name="path">The file. SQLite puts two more beside it, with <c>-wal</c> and <c>-shm</c> appended, while it is open.</param>
    /// <param name="lockTimeout">Whole seconds, at least one; null is <see cref="DefaultLockTimeout"/>.</param>
    /// <exception cref="FindingStoreException">It cannot be opened and written, or it is not a findings file of this version.</exception>
    public static FindingsFile Open(string path, TimeSpan? lockTimeout = null)
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
            return new FindingsFile(path, timeout, connection);
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

    /// <summary>Waits for its turn at the writing connection.</summary>
    /// <exception cref="FindingStoreException">The file cannot be written.</exception>
    public async Task<T> WriteAsync<T>(Func<T> write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return Guard(write);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A connection to read by, which is the caller's.</summary>
    /// <exception cref="FindingStoreException">It cannot be opened.</exception>
    public SqliteConnection OpenReader()
    {
        var connection = Connect(_path, _lockTimeout, SqliteOpenMode.ReadOnly);
        try
        {
            return Guard(() =>
            {
                Open(connection, _lockTimeout);
                return connection;
            });
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Says what is wrong with the file when something is.</summary>
    /// <exception cref="FindingStoreException">SQLite failed.</exception>
    public T Guard<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (SqliteException cause)
        {
            throw FindingStoreFault.Of(_path, cause);
        }
    }

    /// <summary>Closes the writing connection. No call may be under way, and no statement on it may be left.</summary>
    public void Dispose()
    {
        Writer.Dispose();
        _turn.Dispose();
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
