namespace CloudTrailLambda.Detection.Findings;

/// <summary>What decides whether an event is among the earliest of its finding.</summary>
/// <param name="Time">When it happened.</param>
/// <param name="EventId">Its id.</param>
/// <param name="LogObject">The log object it came in.</param>
public readonly record struct EarlyEvent(DateTimeOffset Time, string EventId, string LogObject)
{
    /// <summary>By time, then id, then object; negative if the left one comes first.</summary>
    public static int Compare(EarlyEvent left, EarlyEvent right)
    {
        var order = left.Time.CompareTo(right.Time);
        if (order == 0) order = string.CompareOrdinal(left.EventId, right.EventId);
        return order != 0 ? order : string.CompareOrdinal(left.LogObject, right.LogObject);
    }
}

/// <summary>
/// Chooses the events that are kept with their whole record: the earliest <see cref="FindingLimits.MaxRecordsKept"/> by time, then id,
/// then log object. A function of what was delivered, not of its order.
/// </summary>
public static class EarliestEvents
{
    /// <summary>Compares what is kept with what an object brings.</summary>
    /// <param name="kept">What the store keeps now, each event once, in any order.</param>
    /// <param name="contribution">What the object brings.</param>
    /// <param name="logObject">The object's name.</param>
    /// <returns>The ids to remove, and then the events to put; an event that moves to another time or object is in both.</returns>
    public static (IReadOnlyList<string> Remove, IReadOnlyList<FindingEvent> Put) Choose(
        IReadOnlyList<EarlyEvent> kept, FindingContribution contribution, string logObject)
    {
        // The contribution is in order, so only its first few can be chosen.
        var brought = Math.Min(contribution.Events.Count, FindingLimits.MaxRecordsKept);
        if (kept.Count == FindingLimits.MaxRecordsKept && IsAfterAll(ToEarly(contribution.Events[0], logObject), kept)) return ([], []);

        var candidates = new List<(EarlyEvent Early, FindingEvent? Brought)>(kept.Count + brought);
        foreach (var early in kept) candidates.Add((early, null));
        for (var i = 0; i < brought; i++) candidates.Add((ToEarly(contribution.Events[i], logObject), contribution.Events[i]));
        // Of two that compare as equal the kept one wins: it is the same event of the same object.
        candidates.Sort(static (left, right) => EarlyEvent.Compare(left.Early, right.Early) is var order and not 0
            ? order
            : (left.Brought is null ? 0 : 1).CompareTo(right.Brought is null ? 0 : 1));

        var chosen = candidates.DistinctBy(candidate => candidate.Early.EventId, StringComparer.Ordinal)
            .Take(FindingLimits.MaxRecordsKept).ToList();
        var staying = chosen.Where(candidate => candidate.Brought is null).Select(candidate => candidate.Early).ToHashSet();
        return (
            [.. kept.Where(early => !staying.Contains(early)).Select(early => early.EventId)],
            [.. chosen.Where(candidate => candidate.Brought is not null).Select(candidate => candidate.Brought!)]);
    }

    private static bool IsAfterAll(EarlyEvent first, IReadOnlyList<EarlyEvent> kept)
    {
        foreach (var early in kept)
        {
            if (EarlyEvent.Compare(first, early) < 0) return false;
        }
        return true;
    }

    private static EarlyEvent ToEarly(FindingEvent @event, string logObject) => new(@event.EventTime, @event.EventId, logObject);
}
