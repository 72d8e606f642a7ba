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

    private EventPlaces Places => fields.Of(session.Source);

    /// <summary>What the record's source knows it by, or <see langword="null"/>.</summary>
    public string? EventId() => Places.EventId.Of(session);

    /// <summary>When it happened, as it stands in the record, or <see langword="null"/>.</summary>
    public string? EventTime() => Places.EventTime.Of(session);

    /// <summary>What happened, or <see langword="null"/>.</summary>
    public string? EventName() => Places.EventName.Of(session) is { } name ? Places.EventNamePrefix + name : null;

    /// <summary>All values of a field that was asked for at compilation.</summary>
    /// <param name="path">The field's path.</param>
    public IReadOnlyList<string> Values(string path) => session.GetStrings(fields[path]);

    /// <summary>The event, with a copy of its record.</summary>
    internal FindingEvent Read(ReadOnlyMemory<byte> record) => new()
    {
        EventId = IdOf(record.Span),
        // A record without a time is kept under the epoch: it matched, so it must be shown.
        EventTime = EventTimeText.TryParse(EventTime(), out var time) ? time : DateTimeOffset.UnixEpoch,
        EventName = EventName() ?? Unknown,
        EventSource = Places.EventSource.Of(session) ?? Places.Service,
        Region = Places.Region.Of(session),
        SourceAddress = Places.SourceAddress.Of(session),
        UserAgent = Places.UserAgent.Of(session),
        Actor = Places.Actor.Of(session) ?? Unknown,
        ErrorCode = Places.ErrorCode.Of(session),
        RecordJson = record.ToArray(),
    };

    /// <summary>Whether the record says when it happened.</summary>
    internal bool HasTime() => EventTimeText.TryParse(EventTime(), out _);

    /// <summary>The account in whose log the record stands.</summary>
    internal string AccountId() => Places.AccountId.Of(session) ?? Unknown;

    // Without an id of its own an event is known by its content, so that reading it again is not a second event.
    private string IdOf(ReadOnlySpan<byte> record) =>
        EventId() ?? $"sha256:{Convert.ToHexStringLower(SHA256.HashData(record)[..16])}";
}
