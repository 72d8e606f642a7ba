using CloudTrailLambda.Detection.Correlation;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>Writes pages of the correlation state over one connection. One caller at a time.</summary>
internal sealed class PageWriter(SqliteConnection connection) : IDisposable
{
    /// <summary>Each transaction deletes as many expired pages as it writes and some more, so they become fewer whatever is written.</summary>
    private const int MoreDeletions = 100;

    private readonly WriteTransaction _transaction = new(connection);

    private readonly Statement _put = new(
        connection,
        """
        INSERT INTO correlation_page (series, page, version, expires_s, content) VALUES (?1, ?2, 1, ?3, ?4)
        ON CONFLICT DO UPDATE SET version = 1, expires_s = excluded.expires_s, content = excluded.content WHERE expires_s <= ?5
        """);

    private readonly Statement _replace = new(
        connection,
        """
        UPDATE correlation_page SET version = version + 1, expires_s = ?3, content = ?4
        WHERE series = ?1 AND page = ?2 AND expires_s > ?5 AND version = ?6
        """);

    private readonly Statement _deleteExpired = new(
        connection,
        "DELETE FROM correlation_page WHERE rowid IN (SELECT rowid FROM correlation_page WHERE expires_s <= ?1 ORDER BY expires_s LIMIT ?2)");

    public bool[] Write(IReadOnlyList<StateWrite> writes, long now, CancellationToken cancellationToken) => _transaction.Run(() =>
    {
        var done = new bool[writes.Count];
        for (var number = 0; number < done.Length; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            done[number] = TryWrite(writes[number], now);
        }
        _deleteExpired.Bind(1, now).Bind(2, (long)writes.Count + MoreDeletions).Run();
        return done;
    });

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_put, _replace, _deleteExpired]) statement.Dispose();
        _transaction.Dispose();
    }

    private bool TryWrite(StateWrite write, long now)
    {
        var statement = (write.SeenVersion == 0 ? _put : _replace.Bind(6, write.SeenVersion))
            .Bind(1, write.Series).Bind(2, write.Key).Bind(3, write.ExpiresAtSeconds).Bind(4, write.Content).Bind(5, now);
        return statement.RunAndCount() == 1;
    }
}
