using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>Writes all of something or nothing. One caller at a time.</summary>
internal sealed class WriteTransaction(SqliteConnection connection) : IDisposable
{
    // Immediate: a transaction that reads first and writes later can be refused in the middle.
    private readonly Statement _begin = new(connection, "BEGIN IMMEDIATE");
    private readonly Statement _commit = new(connection, "COMMIT");
    private readonly Statement _rollback = new(connection, "ROLLBACK");

    public T Run<T>(Func<T> write)
    {
        _begin.Run();
        try
        {
            var result = write();
            _commit.Run();
            return result;
        }
        catch
        {
            // SQLite itself rolls back after some errors (a full disk); a second time would hide the first error.
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0) _rollback.Run();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_begin, _commit, _rollback]) statement.Dispose();
    }
}
