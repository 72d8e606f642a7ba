using System.Security.Cryptography;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma;
using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>Makes the domain's view of the record that a session holds. Called for records that matched something, so it may allocate.</summary>
/// <param name="session">Holds the record.</param>
/// <param name="fields">What the session's matcher was compiled with.</param>
public sealed class EventReader(MatchSession session, EventFields fields)
{
    /// <summary>Stands where a record does not say.</summary>
    internal const string Unknown = "unknown";

    private readonly TextPool _pool = new();
    private byte[] _joined = [];

    private EventPlaces Places => fields.Of(session.Source);

    /// <summary>What the record's source knows it by, or <see langword="null"/>.</summary>
    public string? EventId() => Places.EventId.Of(session);

    /// <summary>When it happened, as it stands in the record, or <see langword="null"/>.</summary>
    public string? EventTime() => Places.EventTime.Of(session);

    /// <summary>What happened, or <see langword="null"/>.</summary>
    public string? EventName() => Places.EventName.Of(session, _pool) is { } name ? Places.EventNamePrefix + name : null;

    /// <summary>All values of a field that was asked for at compilation.</summary>
    /// <param name="path">The field's path.</param>
    public IReadOnlyList<string> Values(string path) => session.GetStrings(fields[path], _pool);

    /// <summary>The event.</summary>
    /// <param name="record">Its record, of which the event has a copy.</param>
    /// <param name="keepsRecord">Without it, the event is all but the copy.</param>
    /// <param name="eventId">What <see cref="EventId(ReadOnlySpan{byte})"/> says, where it was asked already.</param>
    internal FindingEvent Read(ReadOnlyMemory<byte> record, bool keepsRecord = true, string? eventId = null) => new()
    {
        EventId = eventId ?? EventId(record.Span),
        // A record without a time is kept under the epoch: it matched, so it must be shown.
        EventTime = TryGetTime(out var time) ? time : DateTimeOffset.UnixEpoch,
        EventName = EventName() ?? Unknown,
        EventSource = Places.EventSource.Of(session, _pool) ?? Places.Service,
        Region = Places.Region.Of(session, _pool),
        SourceAddress = Places.SourceAddress.Of(session, _pool),
        UserAgent = Places.UserAgent.Of(session, _pool),
        Actor = Places.Actor.Of(session, _pool) ?? Unknown,
        ErrorCode = Places.ErrorCode.Of(session, _pool),
        RecordJson = keepsRecord ? record.ToArray() : null,
    };

    /// <summary>When it happened, in whole milliseconds, if the record says so.</summary>
    internal bool TryGetTime(out DateTimeOffset time)
    {
        // Nearly always in this form, and asked for by everything that correlations watch.
        if (Places.EventTime.TryGet(session, ref _joined, out var text) && EventTimeText.TryParse(text, out time)) return true;
        var isThere = EventTimeText.TryParse(EventTime(), out time);
        time = EventClock.ToMilliseconds(time);
        return isThere;
    }

    /// <summary>The account in whose log the record stands.</summary>
    internal string AccountId() => Places.AccountId.Of(session, _pool) ?? Unknown;

    /// <summary>What the event is known by.</summary>
    // Without an id of its own an event is known by its content, so that reading it again is not a second event.
    internal string EventId(ReadOnlySpan<byte> record) =>
        EventId() ?? $"sha256:{Convert.ToHexStringLower(SHA256.HashData(record)[..16])}";
}
