using CloudTrailLambda.Detection.Findings;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>
/// Reads findings over an open connection that is not the writer's, so that reading neither waits for the writer nor holds it up.
/// </summary>
internal sealed class FindingReader(SqliteConnection connection)
{
    public List<Finding> List(FindingQuery query)
    {
        using var statement = Select(query);
        return statement.ReadAll(static row => FindingRow.Read(row).Finding);
    }

    public List<Finding> Read(IReadOnlyCollection<FindingId> ids)
    {
        using var statement = new Statement(connection, $"SELECT {FindingRow.Columns} FROM finding WHERE id = ?1");
        return [.. ids.Distinct().Select(id => statement.Bind(1, id.ToString()).ReadFirst(FindingRow.Read)?.Finding).OfType<Finding>()];
    }

    public FindingDetail? Find(string prefix)
    {
        // One snapshot: the events belong to the very finding that was read.
        using var snapshot = connection.BeginTransaction(deferred: true);
        var rows = ReadCandidates(prefix);
        if (rows.Count == 0) return null;
        if (rows.Count > 1) throw new AmbiguousFindingIdException(prefix, [.. rows.Select(row => row.Finding.Id)]);
        return FindingDetail.Of(rows[0].Finding, ReadEvents(EventRow.Select, rows[0].No), ReadEvents(EventRow.SelectEarly, rows[0].No));
    }

    private Statement Select(FindingQuery query)
    {
        var conditions = new List<string> { "severity >= ?1" };
        if (query.AccountId is not null) conditions.Add("account_id = ?2");
        if (query.RuleId is not null) conditions.Add("rule_id = ?3");
        if (query.Since is not null) conditions.Add("last_event_ms >= ?4");
        if (query.After is not null) conditions.Add("(-severity, -last_event_ms, id) > (?5, ?6, ?7)");
        return new Statement(
            connection,
            $"""
            SELECT {FindingRow.Columns} FROM finding WHERE {string.Join(" AND ", conditions)}
            ORDER BY severity DESC, last_event_ms DESC, id LIMIT ?8
            """)
            .Bind(1, (long)query.MinSeverity)
            .Bind(2, query.AccountId)
            .Bind(3, query.RuleId)
            .Bind(4, RoundUpToMilliseconds(query.Since))
            .Bind(5, -(long?)query.After?.Severity)
            .Bind(6, -query.After?.LastEventTime.ToUnixTimeMilliseconds())
            .Bind(7, query.After?.Id.ToString())
            .Bind(8, (long)query.Limit);
    }

    private List<FindingRow> ReadCandidates(string prefix)
    {
        using var statement = new Statement(
            connection, $"SELECT {FindingRow.Columns} FROM finding WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3");
        // 'g' comes after every hexadecimal digit.
        return statement.Bind(1, prefix).Bind(2, prefix + 'g').Bind(3, (long)FindingIdPrefix.MaxCandidates).ReadAll(FindingRow.Read);
    }

    private List<KeptEvent> ReadEvents(string sql, long findingNo)
    {
        using var statement = new Statement(connection, sql);
        return statement.Bind(1, findingNo).ReadAll(EventRow.Read);
    }

    // Rounded down, an instant within a millisecond would include what happened just before it.
    private static long? RoundUpToMilliseconds(DateTimeOffset? instant) =>
        instant?.AddTicks(TimeSpan.TicksPerMillisecond - 1).ToUnixTimeMilliseconds();
}
