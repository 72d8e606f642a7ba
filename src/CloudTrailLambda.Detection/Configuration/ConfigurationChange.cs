namespace CloudTrailLambda.Detection.Configuration;

/// <summary>
/// How a resource changed, from one configuration item of AWS Config to the next. All texts are bounded and printable: an attacker may
/// have chosen what stands in a configuration.
/// </summary>
public sealed record ConfigurationChange
{
    /// <summary>The type, such as <c>AWS::EC2::SecurityGroup</c>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>The id within the type.</summary>
    public required string ResourceId { get; init; }

    /// <summary>The name, if it has one.</summary>
    public string? ResourceName { get; init; }

    /// <summary>The ARN, if it has one.</summary>
    public string? Arn { get; init; }

    /// <summary>The region, or <c>global</c>.</summary>
    public string? Region { get; init; }

    /// <summary>When AWS Config captured what it was like afterwards.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>When it captured what it was like before; <see langword="null"/> when nothing is known of that.</summary>
    public DateTimeOffset? PreviouslyCapturedAt { get; init; }

    /// <summary>What AWS Config says of the resource: <c>OK</c>, <c>ResourceDiscovered</c>, <c>ResourceDeleted</c> …</summary>
    public required string Status { get; init; }

    /// <summary>The events of the finding that it belongs to.</summary>
    public required IReadOnlyList<string> EventIds { get; init; }

    /// <summary>What differs; empty when there is nothing to compare with.</summary>
    public required IReadOnlyList<ConfigurationDifference> Differences { get; init; }

    /// <summary>Whether more differs than is listed.</summary>
    public bool HasMore { get; init; }
}

/// <summary>One value that differs.</summary>
/// <param name="Path">Where: property names joined by dots, places in arrays in brackets.</param>
/// <param name="Before">The value before, objects and arrays as JSON; <see langword="null"/> when it was not there.</param>
/// <param name="After">The value afterwards, likewise.</param>
public sealed record ConfigurationDifference(string Path, string? Before, string? After);
