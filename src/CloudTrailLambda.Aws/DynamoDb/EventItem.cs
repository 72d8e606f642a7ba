using System.Text;
using System.Text.Unicode;
using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Detection.Findings;
using static CloudTrailLambda.Aws.DynamoDb.AttributeValues;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>How an event is written as an item and read from one: <c>event#…</c>, or <c>record#…</c>, which also has the record.</summary>
internal static class EventItem
{
    public static IEnumerable<(string Name, AttributeValue? Value)> ToAttributes(FindingEvent @event, string logObject) =>
    [
        (Attributes.EventTime, Time(@event.EventTime)),
        (Attributes.EventName, Text(@event.EventName)),
        (Attributes.EventSource, OptionalText(@event.EventSource)),
        (Attributes.Region, OptionalText(@event.Region)),
        (Attributes.SourceAddress, OptionalText(@event.SourceAddress)),
        (Attributes.UserAgent, OptionalText(@event.UserAgent)),
        (Attributes.Actor, OptionalText(@event.Actor)),
        (Attributes.ErrorCode, OptionalText(@event.ErrorCode)),
        (Attributes.EventId, Text(@event.EventId)),
        (Attributes.LogObject, Text(logObject)),
    ];

    /// <summary>The record, or the size of one that is too large to be kept.</summary>
    public static (string Name, AttributeValue? Value) ToRecord(FindingEvent @event)
    {
        if (@event.RecordJson is not { } record) return (Attributes.Record, null);
        if (record.Length > FindingLimits.MaxRecordBytes) return (Attributes.OmittedRecordBytes, Number(record.Length));
        // What is not UTF-8 would not come back as it was. It is evidence, so it is kept, if not readably.
        return Utf8.IsValid(record.Span)
            ? (Attributes.Record, Text(Encoding.UTF8.GetString(record.Span)))
            : (Attributes.RecordBytes, new AttributeValue { B = new MemoryStream(record.ToArray()) });
    }

    public static KeptEvent Read(StoredItem item)
    {
        var record = item.OptionalText(Attributes.Record) is { } text
            ? Encoding.UTF8.GetBytes(text)
            : item.OptionalBytes(Attributes.RecordBytes);
        return new KeptEvent(
            new FindingEvent
            {
                EventId = item.Text(Attributes.EventId),
                EventTime = item.Time(Attributes.EventTime),
                EventName = item.Text(Attributes.EventName),
                EventSource = item.OptionalText(Attributes.EventSource),
                Region = item.OptionalText(Attributes.Region),
                SourceAddress = item.OptionalText(Attributes.SourceAddress),
                UserAgent = item.OptionalText(Attributes.UserAgent),
                Actor = item.OptionalText(Attributes.Actor),
                ErrorCode = item.OptionalText(Attributes.ErrorCode),
                // Without the type, the null would become an empty record.
                RecordJson = record is null ? default(ReadOnlyMemory<byte>?) : record,
            },
            item.Text(Attributes.LogObject),
            (int?)item.OptionalNumber(Attributes.OmittedRecordBytes));
    }
}
