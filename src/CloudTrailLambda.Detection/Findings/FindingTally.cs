namespace CloudTrailLambda.Detection.Findings;

/// <summary>
/// How many events a finding has, counted so that order, repetition and concurrency do not change the answer. Every store keeps
/// these three numbers with the finding and changes them only by <see cref="Account"/>, in the transaction that writes the events.
/// </summary>
/// <param name="EventsKept">Distinct events that have an item of their own.</param>
/// <param name="EventsSeen">The sum over all log objects of the distinct events that each brought.</param>
/// <param name="IsPastLimit">Whether there were more distinct events than are kept; never undone.</param>
/// <remarks>
/// <para>
/// Up to the limit the count is the number of distinct event ids. Past it, it is the sum over the log objects: exact if no event was
/// delivered in two objects, otherwise too high by the repetitions. Both are functions of what was delivered, not of when. The
/// alternative, distinct events up to the limit and objects after it, depends on which objects happened to come first.
/// </para>
/// <para>
/// For the sum, a store must know what an object has already brought: the items of events that it brought first, plus one item for the
/// object with the excess, which are the events it brought that have no item or one under another object's name. Most objects have no
/// excess and need no such item. An object contributes the most that it ever brought; so it may come again with more events (a rule was
/// edited), but its events must come in one call: of an object split over calls, the parts past the limit are not added up.
/// </para>
/// </remarks>
public readonly record struct FindingTally(int EventsKept, long EventsSeen, bool IsPastLimit)
{
    /// <summary>The number of events of the finding.</summary>
    public long EventCount => IsPastLimit ? EventsSeen : EventsKept;

    /// <summary>Decides what to write for one object's events of one finding.</summary>
    /// <param name="events">Distinct events that the object brings.</param>
    /// <param name="known">How many of them already have an item.</param>
    /// <param name="knownOfObject">How many of these items name this very object.</param>
    /// <param name="excess">The number in this object's own item; 0 without one.</param>
    /// <param name="maxEventsKept">The limit: <see cref="FindingLimits.MaxEventsKept"/> except in tests.</param>
    public TallyStep Account(int events, int known, int knownOfObject, int excess, int maxEventsKept)
    {
        var fresh = events - known;
        var keeps = !IsPastLimit && EventsKept + fresh <= maxEventsKept;
        var kept = keeps ? fresh : 0;
        var newExcess = Math.Max(excess, events - knownOfObject - kept);
        var tally = new FindingTally(EventsKept + kept, EventsSeen + kept + newExcess - excess, IsPastLimit || !keeps);
        return new TallyStep(tally, keeps, newExcess, NewEvents: keeps ? fresh : Math.Min(fresh, newExcess - excess));
    }
}

/// <summary>What <see cref="FindingTally.Account"/> decided.</summary>
/// <param name="Tally">The finding's numbers afterwards.</param>
/// <param name="KeepsEvents">Whether the events that have no item get one; all of them or none.</param>
/// <param name="Excess">What the object's own item must say afterwards; 0 if it needs none.</param>
/// <param name="NewEvents">Events that were not known before.</param>
public readonly record struct TallyStep(FindingTally Tally, bool KeepsEvents, int Excess, int NewEvents);
