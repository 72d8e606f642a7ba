namespace CloudTrailLambda.Detection.Findings;

/// <summary>
/// What a finding keeps of one CloudTrail record. Texts longer than <see cref="FindingLimits.MaxTextLength"/> are cut; a property that
/// the record does not have is null.
/// </summary>
public sealed record FindingEvent
{
    /// <summary>
    /// The record's <c>eventID</c>: an event is known by it within a finding. A record without one needs a stable id from the caller,
    /// for example a hash of its bytes.
    /// </summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public required string EventId
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = BoundedText.Identity(value);
        }
    }

    /// <summary>When it happened, kept in UTC and whole milliseconds.</summary>
    public required DateTimeOffset EventTime { get; init => field = EventClock.ToMilliseconds(value); }

    /// <summary>The API call or console action.</summary>
    public required string EventName { get; init => field = BoundedText.Cut(value)!; }

    /// <summary>The service, such as <c>iam.amazonaws.com</c>.</summary>
    public string? EventSource { get; init => field = BoundedText.Cut(value); }

    /// <summary>The AWS region.</summary>
    public string? Region { get; init => field = BoundedText.Cut(value); }

    /// <summary>Where the request came from: an IP address, or the DNS name of an AWS service.</summary>
    public string? SourceAddress { get; init => field = BoundedText.Cut(value); }

    /// <summary>The client that made the request, as it names itself.</summary>
    public string? UserAgent { get; init => field = BoundedText.Cut(value); }

    /// <summary>Who did it.</summary>
    public string? Actor { get; init => field = BoundedText.Cut(value); }

    /// <summary>The error that AWS answered with; null if the request succeeded.</summary>
    public string? ErrorCode { get; init => field = BoundedText.Cut(value); }

    /// <summary>
    /// The whole record as UTF-8 JSON. A store copies what it keeps, so the memory may be reused once <c>AddAsync</c> has completed. In
    /// what a store gives back it is null unless the event is one of the earliest of its finding.
    /// </summary>
    public ReadOnlyMemory<byte>? RecordJson { get; init; }
}
