using CloudTrailLambda.Detection.Findings;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>Rows of the tables <c>event</c> and <c>early_event</c>, which also has the record.</summary>
internal static class EventRow
{
    public const string Insert = "INSERT INTO event VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    public const int InsertParameters = 11;

    public const string InsertEarly = "INSERT INTO early_event VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    public const int InsertEarlyParameters = 13;

    public const string Select = $"SELECT {Columns}, NULL, NULL FROM event JOIN log_object ON no = log_object_no WHERE finding_no = $1";

    public const string SelectEarly =
        $"SELECT {Columns}, omitted_record_bytes, record FROM early_event JOIN log_object ON no = log_object_no WHERE finding_no = $1";

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
            .Bind(12, isTooLarge ? @event.RecordJson?.Length : null).Bind(13, isTooLarge ? null : @event.RecordJson?.ToArray());
    }

    public static List<KeptEvent> ReadAll(SqliteDataReader reader)
    {
        var events = new List<KeptEvent>();
        while (reader.Read())
        {
            events.Add(new KeptEvent(
                new FindingEvent
                {
                    EventId = reader.GetString(0),
                    EventTime = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)),
                    EventName = reader.GetString(3),
                    EventSource = Text(reader, 4),
                    Region = Text(reader, 5),
                    SourceAddress = Text(reader, 6),
                    UserAgent = Text(reader, 7),
                    Actor = Text(reader, 8),
                    ErrorCode = Text(reader, 9),
                    RecordJson = reader.IsDBNull(11) ? default(ReadOnlyMemory<byte>?) : reader.GetFieldValue<byte[]>(11),
                },
                LogObject: reader.GetString(1),
                OmittedRecordBytes: reader.IsDBNull(10) ? null : reader.GetInt32(10)));
        }
        return events;
    }

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
