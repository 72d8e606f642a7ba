namespace CloudTrailLambda.Detection.Findings;

/// <summary>
/// What a finding's events amount to, apart from their number. Merging is commutative, associative and idempotent, so it depends on
/// the set of events alone: not on their order, their grouping or their repetition. Equal by content.
/// </summary>
public sealed record FindingActivity
{
    /// <summary>When the earliest event happened.</summary>
    public required DateTimeOffset FirstEventTime { get; init; }

    /// <summary>The earliest event; of several at the same instant the one with the smallest id.</summary>
    public required string FirstEventId { get; init; }

    /// <summary>When the latest event happened.</summary>
    public required DateTimeOffset LastEventTime { get; init; }

    /// <summary>Who did the earliest event. When the group is not the actor, others may have taken part.</summary>
    public string? Actor { get; init; }

    /// <summary>Where requests came from.</summary>
    public required BoundedSet SourceAddresses { get; init; }

    /// <summary>What was called.</summary>
    public required BoundedSet EventNames { get; init; }

    /// <summary>The regions it happened in.</summary>
    public required BoundedSet Regions { get; init; }

    /// <summary>The activity of a single event.</summary>
    public static FindingActivity Of(FindingEvent @event) => new()
    {
        FirstEventTime = @event.EventTime,
        FirstEventId = @event.EventId,
        LastEventTime = @event.EventTime,
        Actor = @event.Actor,
        SourceAddresses = BoundedSet.Empty.With(@event.SourceAddress),
        EventNames = BoundedSet.Empty.With(@event.EventName),
        Regions = BoundedSet.Empty.With(@event.Region),
    };

    /// <summary>What both amount to together.</summary>
    public FindingActivity Merge(FindingActivity other)
    {
        var first = ComparePrecedence(this, other) <= 0 ? this : other;
        return first with
        {
            LastEventTime = LastEventTime >= other.LastEventTime ? LastEventTime : other.LastEventTime,
            SourceAddresses = SourceAddresses.Union(other.SourceAddresses),
            EventNames = EventNames.Union(other.EventNames),
            Regions = Regions.Union(other.Regions),
        };
    }

    // The actor is compared last: one event id with two contents (a corrected record) must not make the result depend on arrival.
    private static int ComparePrecedence(FindingActivity left, FindingActivity right)
    {
        var order = left.FirstEventTime.CompareTo(right.FirstEventTime);
        if (order == 0) order = string.CompareOrdinal(left.FirstEventId, right.FirstEventId);
        return order != 0 ? order : string.CompareOrdinal(left.Actor, right.Actor);
    }
}
