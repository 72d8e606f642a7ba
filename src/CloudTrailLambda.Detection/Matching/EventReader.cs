using System.Security.Cryptography;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma;
using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>Makes the domain's view of the record that a session holds. Called for records that matched something, so it may allocate.</summary>
internal sealed class EventReader(MatchSession session, EventFields fields)
{
    /// <summary>Stands where a record does not say.</summary>
    public const string Unknown = "unknown";

    /// <summary>The event, with a copy of its record.</summary>
    public FindingEvent Read(ReadOnlyMemory<byte> record) => new()
    {
        EventId = EventId(record.Span),
        EventTime = EventTime(),
        EventName = Text(fields.EventName) ?? Unknown,
        EventSource = Text(fields.EventSource),
        Region = Text(fields.Region),
        SourceAddress = Text(fields.SourceAddress),
        UserAgent = Text(fields.UserAgent),
        Actor = Text(fields.Actor) ?? Unknown,
        ErrorCode = Text(fields.ErrorCode),
        RecordJson = record.ToArray(),
    };

    /// <summary>Whether the record says when it happened.</summary>
    public bool HasTime() => EventTimeText.TryParse(Text(fields.EventTime), out _);

    /// <summary>The account in whose log the record stands.</summary>
    public string AccountId() => Text(fields.AccountId) ?? Unknown;

    /// <summary>All values of a field that was asked for at compilation.</summary>
    public IReadOnlyList<string> Values(string path) => session.GetStrings(fields[path]);

    // Without an id of its own an event is known by its content, so that reading it again is not a second event.
    private string EventId(ReadOnlySpan<byte> record) =>
        Text(fields.EventId) ?? $"sha256:{Convert.ToHexStringLower(SHA256.HashData(record)[..16])}";

    // A record without a time is kept under the epoch: it matched, so it must be shown.
    private DateTimeOffset EventTime() => EventTimeText.TryParse(Text(fields.EventTime), out var time) ? time : DateTimeOffset.UnixEpoch;

    private string? Text(FieldSlot[] places)
    {
        foreach (var slot in places)
        {
            if (session.GetString(slot) is { Length: > 0 } text) return text;
        }

        return null;
    }
}
