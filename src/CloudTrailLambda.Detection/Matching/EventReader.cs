using System.Security.Cryptography;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>Makes the domain's view of the record that a session holds. Called for records that matched something, so it may allocate.</summary>
internal sealed class EventReader(MatchSession session, EventFields fields)
{
    private const string Unknown = "unknown";

    /// <summary>The event, with a copy of its record.</summary>
    public FindingEvent Read(ReadOnlyMemory<byte> record) => new()
    {
        EventId = EventId(record.Span),
        EventTime = EventTime(),
        EventName = Text("eventName") ?? Text("insightDetails.eventName") ?? Text("eventType") ?? Unknown,
        EventSource = Text("eventSource") ?? Text("insightDetails.eventSource"),
        Region = Text("awsRegion"),
        SourceAddress = Text("sourceIPAddress"),
        UserAgent = Text("userAgent"),
        Actor = Actor(),
        ErrorCode = Text("errorCode"),
        RecordJson = record.ToArray(),
    };

    /// <summary>Whether the record says when it happened.</summary>
    public bool HasTime() => EventTimeText.TryParse(Text("eventTime"), out _);

    /// <summary>The account in whose log the record stands.</summary>
    public string AccountId() => Text("recipientAccountId") ?? Text("accountId") ?? Text("userIdentity.accountId") ?? Unknown;

    /// <summary>
    /// Who did it: the identity's ARN, which names the session of an assumed role and so the person behind it. Identities
    /// without one have the service that called, a name, or an id.
    /// </summary>
    public string Actor() =>
        Text("userIdentity.arn") ?? Text("userIdentity.invokedBy") ?? Text("userIdentity.userName") ?? Text("userIdentity.principalId")
        ?? Text("userIdentity.type") ?? Unknown;

    /// <summary>All values of a field that was asked for at compilation.</summary>
    public IReadOnlyList<string> Values(string path) => session.GetStrings(fields[path]);

    // Without an id of its own an event is known by its content, so that reading it again is not a second event.
    private string EventId(ReadOnlySpan<byte> record) =>
        Text("eventID") ?? Text("eventId") ?? $"sha256:{Convert.ToHexStringLower(SHA256.HashData(record)[..16])}";

    // A record without a time is kept under the epoch: it matched, so it must be shown.
    private DateTimeOffset EventTime() => EventTimeText.TryParse(Text("eventTime"), out var time) ? time : DateTimeOffset.UnixEpoch;

    private string? Text(string path) => session.GetString(fields[path]) is { Length: > 0 } text ? text : null;
}
