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

    private readonly TextPool _pool = new();

    /// <summary>The event.</summary>
    /// <param name="record">Its record, of which the event has a copy.</param>
    /// <param name="keepsRecord">Without it, the event is all but the copy.</param>
    public FindingEvent Read(ReadOnlyMemory<byte> record, bool keepsRecord = true) => new()
    {
        EventId = EventId(record.Span),
        // A record without a time is kept under the epoch: it matched, so it must be shown.
        EventTime = TryGetTime(out var time) ? time : DateTimeOffset.UnixEpoch,
        EventName = Text(fields.EventName) ?? Unknown,
        EventSource = Text(fields.EventSource),
        Region = Text(fields.Region),
        SourceAddress = Text(fields.SourceAddress),
        UserAgent = Text(fields.UserAgent),
        Actor = Text(fields.Actor) ?? Unknown,
        ErrorCode = Text(fields.ErrorCode),
        RecordJson = keepsRecord ? record.ToArray() : null,
    };

    /// <summary>When it happened, in whole milliseconds, if the record says so.</summary>
    public bool TryGetTime(out DateTimeOffset time)
    {
        var isThere = EventTimeText.TryParse(Text(fields.EventTime), out time);
        time = EventClock.ToMilliseconds(time);
        return isThere;
    }

    /// <summary>The account in whose log the record stands.</summary>
    public string AccountId() => Text(fields.AccountId) ?? Unknown;

    /// <summary>All values of a field that was asked for at compilation.</summary>
    public IReadOnlyList<string> Values(string path) => session.GetStrings(fields[path], _pool);

    /// <summary>What the event is known by.</summary>
    // Without an id of its own an event is known by its content, so that reading it again is not a second event.
    public string EventId(ReadOnlySpan<byte> record) =>
        Text(fields.EventId) ?? $"sha256:{Convert.ToHexStringLower(SHA256.HashData(record)[..16])}";

    private string? Text(FieldSlot[] places)
    {
        foreach (var slot in places)
        {
            if (session.TryGetText(slot, out var text) && text.Length > 0) return _pool.Get(text);
        }

        return null;
    }
}
