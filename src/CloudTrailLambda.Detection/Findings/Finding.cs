namespace CloudTrailLambda.Detection.Findings;

/// <summary>What a person reviews: one rule, one account, one group of events, one window of event time.</summary>
public sealed record Finding
{
    /// <summary>The id, made of <see cref="Key"/>.</summary>
    public required FindingId Id { get; init; }

    /// <summary>What makes it this finding.</summary>
    public required FindingKey Key { get; init; }

    /// <summary>The rule, as it was when it last matched.</summary>
    public required FindingRule Rule { get; init; }

    /// <summary>What the events amount to.</summary>
    public required FindingActivity Activity { get; init; }

    /// <summary>How many events there are; <see cref="FindingTally"/> says how they are counted.</summary>
    public required long EventCount { get; init; }

    /// <summary>Whether the same event may have been counted in several log objects: so past 1,000 events.</summary>
    public required bool CountIsApproximate { get; init; }

    /// <summary>How far the review is.</summary>
    public required FindingStatus Status { get; init; }

    /// <summary>How far the alert is.</summary>
    public required AlertState Alert { get; init; }

    /// <summary>When the store first wrote it, UTC, whole milliseconds. Not event time: it differs between stores.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the store last changed it, UTC, whole milliseconds. Redelivery changes nothing.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
