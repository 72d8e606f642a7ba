using System.Text.Json;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>A row of the table <c>finding</c>.</summary>
/// <param name="No">Its number, which stands for it in other tables.</param>
/// <param name="Finding">What it says.</param>
/// <param name="Tally">How its events are counted.</param>
internal sealed record FindingRow(long No, Finding Finding, FindingTally Tally)
{
    public const string Columns = """
        no, id, rule_id, title, severity, techniques, tactics, account_id, group_fields, window_start_ms, window_ms,
        first_event_ms, first_event_id, last_event_ms, actor, source_addresses, source_addresses_more, event_names, event_names_more,
        regions, regions_more, events_kept, events_seen, is_past_limit, status, alert, created_ms, updated_ms
        """;

    public const string Insert = $"""
        INSERT INTO finding ({Columns}) VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
          ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27) RETURNING no
        """;

    // Numbered like the insert, so that one method binds both; what makes up the key never changes.
    public const string Update = """
        UPDATE finding SET title = ?3, severity = ?4, techniques = ?5, tactics = ?6, first_event_ms = ?11, first_event_id = ?12,
          last_event_ms = ?13, actor = ?14, source_addresses = ?15, source_addresses_more = ?16, event_names = ?17,
          event_names_more = ?18, regions = ?19, regions_more = ?20, events_kept = ?21, events_seen = ?22, is_past_limit = ?23,
          updated_ms = ?27
        WHERE id = ?1
        """;

    public static Statement Bind(Statement statement, Finding finding, FindingTally tally)
    {
        var (key, rule, activity) = (finding.Key, finding.Rule, finding.Activity);
        return statement
            .Bind(1, finding.Id.ToString()).Bind(2, key.RuleId).Bind(3, rule.Title).Bind(4, (long)rule.Severity)
            .Bind(5, ToJson(rule.Techniques)).Bind(6, ToJson(rule.Tactics))
            .Bind(7, key.AccountId).Bind(8, JsonSerializer.Serialize(key.Group.Select(field => new[] { field.Field, field.Value })))
            .Bind(9, key.Window.Start.ToUnixTimeMilliseconds()).Bind(10, (long)key.Window.Length.TotalMilliseconds)
            .Bind(11, activity.FirstEventTime.ToUnixTimeMilliseconds()).Bind(12, activity.FirstEventId)
            .Bind(13, activity.LastEventTime.ToUnixTimeMilliseconds()).Bind(14, activity.Actor)
            .Bind(15, ToJson(activity.SourceAddresses)).Bind(16, activity.SourceAddresses.HasMore)
            .Bind(17, ToJson(activity.EventNames)).Bind(18, activity.EventNames.HasMore)
            .Bind(19, ToJson(activity.Regions)).Bind(20, activity.Regions.HasMore)
            .Bind(21, (long)tally.EventsKept).Bind(22, tally.EventsSeen).Bind(23, tally.IsPastLimit)
            .Bind(24, ToText(finding.Status)).Bind(25, ToText(finding.Alert))
            .Bind(26, finding.CreatedAt.ToUnixTimeMilliseconds()).Bind(27, finding.UpdatedAt.ToUnixTimeMilliseconds());
    }

    /// <summary>Reads the current row of a query for <see cref="Columns"/>.</summary>
    public static FindingRow Read(Statement row)
    {
        var window = new FindingWindow(Time(row, 9), TimeSpan.FromMilliseconds(row.Integer(10)));
        var group = FromJson<string?[][]>(row, 8).Select(pair => new GroupField(pair[0]!, pair[1]));
        var tally = new FindingTally((int)row.Integer(21), row.Integer(22), row.IsTrue(23));
        return new FindingRow(row.Integer(0), new Finding
        {
            Id = new FindingId(row.Text(1)),
            Key = new FindingKey(row.Text(2), row.Text(7), new FindingGroup([.. group]), window),
            Rule = new FindingRule(
                row.Text(2), row.Text(3), (Severity)row.Integer(4), FromJson<string[]>(row, 5), FromJson<string[]>(row, 6)),
            Activity = new FindingActivity
            {
                FirstEventTime = Time(row, 11),
                FirstEventId = row.Text(12),
                LastEventTime = Time(row, 13),
                Actor = row.OptionalText(14),
                SourceAddresses = Set(row, 15),
                EventNames = Set(row, 17),
                Regions = Set(row, 19),
            },
            EventCount = tally.EventCount,
            CountIsApproximate = tally.IsPastLimit,
            Status = Enum.Parse<FindingStatus>(row.Text(24), ignoreCase: true),
            Alert = Enum.Parse<AlertState>(row.Text(25), ignoreCase: true),
            CreatedAt = Time(row, 26),
            UpdatedAt = Time(row, 27),
        }, tally);
    }

    private static string ToJson(IEnumerable<string> values) => JsonSerializer.Serialize(values);

    private static string ToText<T>(T state) where T : struct, Enum => state.ToString().ToLowerInvariant();

    private static T FromJson<T>(Statement row, int column) => JsonSerializer.Deserialize<T>(row.Text(column))!;

    private static BoundedSet Set(Statement row, int column) =>
        BoundedSet.Of(FromJson<string[]>(row, column), row.IsTrue(column + 1));

    private static DateTimeOffset Time(Statement row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.Integer(column));
}
