using CloudTrailLambda.Detection.Correlation;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>Reads pages of the correlation state over one connection. One caller at a time.</summary>
internal sealed class PageReader(SqliteConnection connection) : IDisposable
{
    // One snapshot for all ranges, not for what it shows but for what it costs: without it each range takes the file's locks anew.
    private readonly Statement _begin = new(connection, "BEGIN");
    private readonly Statement _end = new(connection, "COMMIT");

    // No LIMIT: with a parameter there, SQLite prepares the statement anew for each run, which makes a range cost five times as much.
    private readonly Statement _select = new(
        connection,
        """
        SELECT page, version, content FROM correlation_page
        WHERE series = ?1 AND page BETWEEN ?2 AND ?3 AND expires_s > ?4 ORDER BY page DESC
        """);

    public IReadOnlyList<IReadOnlyList<StatePage>> Read(IReadOnlyList<StateRange> ranges, long now, CancellationToken cancellationToken)
    {
        _begin.Run();
        try
        {
            var pages = new IReadOnlyList<StatePage>[ranges.Count];
            for (var number = 0; number < pages.Length; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                pages[number] = Read(ranges[number], now);
            }
            return pages;
        }
        finally
        {
            // A snapshot that stays open would keep the log file from being shortened.
            _end.Run();
        }
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_begin, _end, _select]) statement.Dispose();
    }

    private List<StatePage> Read(StateRange range, long now)
    {
        var pages = _select.Bind(1, range.Series).Bind(2, range.First).Bind(3, range.Last).Bind(4, now)
            .ReadAll(static row => new StatePage(row.Integer(0), row.Integer(1), row.Bytes(2)), range.Latest ?? int.MaxValue);
        pages.Reverse();
        return pages;
    }
}
