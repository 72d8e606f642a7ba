using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>Rows of the tables <c>event</c> and <c>early_event</c>, which also has the record.</summary>
internal static class EventRow
{
    public const string Insert = "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

    public const string InsertEarly = "INSERT INTO early_event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";

    public const string Select = $"SELECT {Columns}, NULL, NULL FROM event JOIN log_object ON no = log_object_no WHERE finding_no = ?1";

    public const string SelectEarly =
        $"SELECT {Columns}, omitted_record_bytes, record FROM early_event JOIN log_object ON no = log_object_no WHERE finding_no = ?1";

    private const string Columns =
        "event_id, name, event_ms, event_name, event_source, region, source_address, user_agent, actor, error_code";

    public static Statement Bind(Statement statement, long findingNo, long logObjectNo, FindingEvent @event) => statement
        .Bind(1, findingNo).Bind(2, @event.EventId).Bind(3, logObjectNo).Bind(4, @event.EventTime.ToUnixTimeMilliseconds())
        .Bind(5, @event.EventName).Bind(6, @event.EventSource).Bind(7, @event.Region).Bind(8, @event.SourceAddress)
        .Bind(9, @event.UserAgent).Bind(10, @event.Actor).Bind(11, @event.ErrorCode);

    public static Statement BindEarly(Statement statement, long findingNo, long logObjectNo, FindingEvent @event)
    {
        var isTooLarge = @event.RecordJson?.Length > FindingLimits.MaxRecordBytes;
        return Bind(statement, findingNo, logObjectNo, @event)
            .Bind(12, isTooLarge ? (long?)@event.RecordJson?.Length : null).Bind(13, isTooLarge ? null : @event.RecordJson);
    }

    public static KeptEvent Read(Statement row) => new(
        new FindingEvent
        {
            EventId = row.Text(0),
            EventTime = DateTimeOffset.FromUnixTimeMilliseconds(row.Integer(2)),
            EventName = row.Text(3),
            EventSource = row.OptionalText(4),
            Region = row.OptionalText(5),
            SourceAddress = row.OptionalText(6),
            UserAgent = row.OptionalText(7),
            Actor = row.OptionalText(8),
            ErrorCode = row.OptionalText(9),
            // Without the type, the null would become an empty record.
            RecordJson = row.IsNull(11) ? default(ReadOnlyMemory<byte>?) : row.Bytes(11),
        },
        LogObject: row.Text(1),
        OmittedRecordBytes: row.IsNull(10) ? null : (int)row.Integer(10));
}
