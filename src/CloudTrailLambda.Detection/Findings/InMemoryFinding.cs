using CloudTrailLambda.Detection.Alerts;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>One finding of an <see cref="InMemoryFindingStore"/>, guarded by the store's lock.</summary>
internal sealed class InMemoryFinding
{
    private readonly Dictionary<string, KeptEvent> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KeptEvent> _earliest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _excessByObject = new(StringComparer.Ordinal);
    private FindingTally _tally;
    private string? _claimant;
    private DateTimeOffset _claimedUntil;

    public InMemoryFinding(FindingContribution contribution, DateTimeOffset now) => Summary = contribution.ToFinding(_tally, now);

    public Finding Summary { get; private set; }

    public (bool Changed, int NewEvents) Add(FindingContribution contribution, string logObject, int maxEventsKept, DateTimeOffset now)
    {
        var (known, knownOfObject) = CountKnown(contribution, logObject);
        var step = _tally.Account(
            contribution.Events.Count, known, knownOfObject, _excessByObject.GetValueOrDefault(logObject), maxEventsKept);
        _tally = step.Tally;
        if (step.Excess > 0) _excessByObject[logObject] = step.Excess;
        if (step.KeepsEvents)
        {
            foreach (var @event in contribution.Events)
                _events.TryAdd(@event.EventId, new KeptEvent(@event with { RecordJson = null }, logObject, OmittedRecordBytes: null));
        }
        KeepEarliest(contribution, logObject);

        var said = Summary with
        {
            Rule = contribution.Rule,
            Activity = Summary.Activity.Merge(contribution.Activity),
            EventCount = _tally.EventCount,
            CountIsApproximate = _tally.IsPastLimit,
        };
        var changed = said != Summary;
        if (changed) Summary = said with { UpdatedAt = now };
        return (changed, step.NewEvents);
    }

    public AlertClaim Claim(string claimant, DateTimeOffset until, DateTimeOffset now)
    {
        if (Summary.Alert is AlertState.Sent or AlertState.Muted) return AlertClaim.Settled;
        var isHeld = Summary.Alert == AlertState.Claimed && now < _claimedUntil;
        if (isHeld && !string.Equals(_claimant, claimant, StringComparison.Ordinal)) return AlertClaim.Held;
        (_claimant, _claimedUntil) = (claimant, until);
        Summary = Summary with { Alert = AlertState.Claimed };
        return new AlertClaim(AlertClaimResult.Claimed, Summary);
    }

    public void EndClaim(string claimant, AlertState state)
    {
        if (Summary.Alert == AlertState.Claimed && string.Equals(_claimant, claimant, StringComparison.Ordinal)) Summary = Summary with { Alert = state };
    }

    public FindingDetail ToDetail() => FindingDetail.Of(Summary, _events.Values, _earliest.Values);

    private (int Known, int KnownOfObject) CountKnown(FindingContribution contribution, string logObject)
    {
        var known = 0;
        var knownOfObject = 0;
        foreach (var @event in contribution.Events)
        {
            if (!_events.TryGetValue(@event.EventId, out var kept)) continue;
            known++;
            if (string.Equals(kept.LogObject, logObject, StringComparison.Ordinal)) knownOfObject++;
        }
        return (known, knownOfObject);
    }

    private void KeepEarliest(FindingContribution contribution, string logObject)
    {
        var kept = _earliest.Values.Select(early => new EarlyEvent(early.Event.EventTime, early.Event.EventId, early.LogObject)).ToList();
        var (remove, put) = EarliestEvents.Choose(kept, contribution, logObject);
        foreach (var eventId in remove) _earliest.Remove(eventId);
        foreach (var @event in put) _earliest.Add(@event.EventId, WithRecord(@event, logObject));
    }

    private static KeptEvent WithRecord(FindingEvent @event, string logObject)
    {
        if (@event.RecordJson is not { } record) return new KeptEvent(@event, logObject, OmittedRecordBytes: null);
        return record.Length > FindingLimits.MaxRecordBytes
            ? new KeptEvent(@event with { RecordJson = null }, logObject, record.Length)
            : new KeptEvent(@event with { RecordJson = record.ToArray() }, logObject, OmittedRecordBytes: null);
    }
}
