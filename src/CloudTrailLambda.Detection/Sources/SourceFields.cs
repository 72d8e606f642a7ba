using CloudTrailLambda.Sigma;

namespace CloudTrailLambda.Detection.Sources;

/// <summary>
/// Where the records of one source say what findings show. Each property is a list of alternatives, of which the first that has text
/// counts. An alternative is a field path, or several whose texts are joined by a slash: it has text when the first of them has.
/// </summary>
internal sealed record SourceFields
{
    /// <summary>Between the paths of an alternative. No property of these records has a comma in its name.</summary>
    public const char Joiner = ',';

    /// <summary>Between their texts.</summary>
    public const char Joined = '/';

    /// <summary>How rules and records know the source.</summary>
    public required RecordSource Source { get; init; }

    /// <summary>What an event is known by, in every file that it may stand in.</summary>
    public required string[] EventId { get; init; }

    /// <summary>What happened.</summary>
    public required string[] EventName { get; init; }

    /// <summary>What stands before every name.</summary>
    public string EventNamePrefix { get; init; } = "";

    /// <summary>Fields that name the service; empty where <see cref="Service"/> does for all records.</summary>
    public string[] EventSource { get; init; } = [];

    /// <summary>The service that all records are from.</summary>
    public string? Service { get; init; }

    /// <summary>The region.</summary>
    public required string[] Region { get; init; }

    /// <summary>Where the request came from.</summary>
    public string[] SourceAddress { get; init; } = [];

    /// <summary>The client.</summary>
    public string[] UserAgent { get; init; } = [];

    /// <summary>The error.</summary>
    public string[] ErrorCode { get; init; } = [];

    /// <summary>The account in whose log the record stands.</summary>
    public required string[] AccountId { get; init; }

    /// <summary>Who did it, or what it is about.</summary>
    public required string[] Actor { get; init; }
}
