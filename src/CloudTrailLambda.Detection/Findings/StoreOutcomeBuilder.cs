namespace CloudTrailLambda.Detection.Findings;

/// <summary>Gathers a <see cref="StoreOutcome"/> while a store writes one finding after the other.</summary>
public sealed class StoreOutcomeBuilder
{
    private readonly List<FindingId> _new = [];
    private readonly List<FindingId> _changed = [];
    private readonly List<FindingId> _unchanged = [];
    private readonly List<AlertDue> _alertsDue = [];
    private long _newEvents;
    private long _knownEvents;

    /// <summary>Notes one finding.</summary>
    /// <param name="contribution">What was added.</param>
    /// <param name="existed">Whether the finding existed before.</param>
    /// <param name="changed">Whether what it says is different now.</param>
    /// <param name="alert">How far its alert is.</param>
    /// <param name="newEvents">How many of the contribution's events were not known.</param>
    public void Add(FindingContribution contribution, bool existed, bool changed, AlertState alert, int newEvents)
    {
        var list = !existed ? _new : changed ? _changed : _unchanged;
        list.Add(contribution.Id);
        if (alert is AlertState.Pending or AlertState.Claimed) _alertsDue.Add(new AlertDue(contribution.Id, contribution.Rule.Severity));
        _newEvents += newEvents;
        _knownEvents += contribution.Events.Count - newEvents;
    }

    /// <summary>The outcome so far.</summary>
    public StoreOutcome ToOutcome() => new(_new, _changed, _unchanged, _alertsDue, _newEvents, _knownEvents);
}
