using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>Decides what the next transaction writes. A transaction is bounded and a contribution is not.</summary>
/// <remarks>
/// A contribution with more new events than fit is written in growing parts of it, in the order of time: each part is what the log
/// object would have brought if it had been shorter, and <see cref="FindingTally.Account"/> lets an object come again with more. So
/// every transaction leaves the finding as consistent as a whole contribution does, and who dies in between is continued by the retry.
/// Events that get no item because the finding is past the limit need no parts.
/// </remarks>
internal sealed class WriteStepPlanner(FindingStoreOptions options)
{
    public WriteStep Plan(FindingState state, FindingContribution whole, string logObject, DateTimeOffset now)
    {
        var (part, fresh, step) = Cut(state, whole, logObject);
        var before = state.Summary;
        var previous = before?.Finding ?? part.ToFinding(default, now);
        var said = previous with
        {
            Rule = part.Rule,
            Activity = previous.Activity.Merge(part.Activity),
            EventCount = step.Tally.EventCount,
            CountIsApproximate = step.Tally.IsPastLimit,
        };
        var changesFinding = before is null || said != previous;
        var (earliest, records) = ChooseRecords(before?.Earliest ?? [], part, logObject);
        return new WriteStep(
            before,
            new FindingSummary(changesFinding ? said with { UpdatedAt = now } : said, step.Tally, (before?.Version ?? 0) + 1, earliest),
            step.KeepsEvents ? fresh : [],
            step.Excess,
            records,
            step.NewEvents,
            changesFinding,
            ChangesExcess: step.Excess != state.Excess,
            IsLast: part == whole);
    }

    private (FindingContribution Part, List<FindingEvent> Fresh, TallyStep Step) Cut(
        FindingState state, FindingContribution whole, string logObject)
    {
        var fresh = Fresh(state, whole);
        var step = Account(state, whole, fresh.Count);
        // A part puts no more records than the whole would: what comes later in time pushes nothing out.
        var (_, records) = ChooseRecords(state.Summary?.Earliest ?? [], whole, logObject);
        var fitting = options.EventsPerTransaction + FindingLimits.MaxRecordsKept - records.Count;
        if (!step.KeepsEvents || fresh.Count <= fitting) return (whole, fresh, step);

        fresh.RemoveRange(fitting, fresh.Count - fitting);
        var beginning = whole.Events.TakeWhile(@event => !ReferenceEquals(@event, fresh[^1])).Append(fresh[^1]);
        var part = FindingContribution.Group([.. beginning.Select(@event => new FindingMatch(whole.Key, whole.Rule, @event))])[0];
        return (part, fresh, Account(state, part, fresh.Count));
    }

    private static List<FindingEvent> Fresh(FindingState state, FindingContribution contribution) =>
        [.. contribution.Events.Where(@event => !state.KnownEvents.Contains(@event.EventId))];

    private TallyStep Account(FindingState state, FindingContribution contribution, int fresh)
    {
        var knownOfObject = contribution.Events.Count(@event => state.KnownOfObject.Contains(@event.EventId));
        var events = contribution.Events.Count;
        return (state.Summary?.Tally ?? default).Account(events, events - fresh, knownOfObject, state.Excess, options.MaxEventsKept);
    }

    /// <summary>The earliest events afterwards, and those to put. One that goes leaves its place to one that comes, so nothing is deleted.</summary>
    private static (IReadOnlyList<RecordSlot> Earliest, IReadOnlyList<(int Slot, FindingEvent Event)> Records) ChooseRecords(
        IReadOnlyList<RecordSlot> kept, FindingContribution contribution, string logObject)
    {
        var (remove, put) = EarliestEvents.Choose([.. kept.Select(slot => slot.Event)], contribution, logObject);
        var staying = kept.Where(slot => !remove.Contains(slot.Event.EventId, StringComparer.Ordinal)).ToList();
        var free = Enumerable.Range(0, FindingLimits.MaxRecordsKept).Except(staying.Select(slot => slot.Slot));
        var records = free.Zip(put).ToList();
        return (
            [.. staying, .. records.Select(record => new RecordSlot(
                record.First, new EarlyEvent(record.Second.EventTime, record.Second.EventId, logObject)))],
            records);
    }
}
