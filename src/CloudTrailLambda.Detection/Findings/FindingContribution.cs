namespace CloudTrailLambda.Detection.Findings;

/// <summary>What the matches of one log object add to one finding.</summary>
public sealed class FindingContribution
{
    private FindingContribution(FindingId id, FindingKey key, FindingRule rule, FindingActivity activity, FindingEvent[] events)
    {
        Id = id;
        Key = key;
        Rule = rule;
        Activity = activity;
        Events = events;
    }

    /// <summary>The finding's id.</summary>
    public FindingId Id { get; }

    /// <summary>The finding's key.</summary>
    public FindingKey Key { get; }

    /// <summary>The rule as the last match described it.</summary>
    public FindingRule Rule { get; }

    /// <summary>What the events amount to.</summary>
    public FindingActivity Activity { get; }

    /// <summary>The events, each id once, by time and then id.</summary>
    public IReadOnlyList<FindingEvent> Events { get; }

    /// <summary>The finding that this is the first contribution to.</summary>
    /// <param name="tally">How its events are counted.</param>
    /// <param name="now">When it is made, whole milliseconds.</param>
    public Finding ToFinding(FindingTally tally, DateTimeOffset now) => new()
    {
        Id = Id,
        Key = Key,
        Rule = Rule,
        Activity = Activity,
        EventCount = tally.EventCount,
        CountIsApproximate = tally.IsPastLimit,
        Status = FindingStatus.Open,
        Alert = AlertState.Pending,
        CreatedAt = now,
        UpdatedAt = now,
    };

    /// <summary>
    /// Groups matches by finding. The result is ordered by id, so that stores which lock one finding after the other do it in the
    /// same order everywhere.
    /// </summary>
    public static IReadOnlyList<FindingContribution> Group(IReadOnlyList<FindingMatch> matches)
    {
        var byKey = new Dictionary<FindingKey, Gathering>();
        foreach (var match in matches)
        {
            if (!byKey.TryGetValue(match.Key, out var gathering)) byKey.Add(match.Key, gathering = new Gathering(match));
            gathering.Add(match);
        }
        var contributions = new FindingContribution[byKey.Count];
        var next = 0;
        foreach (var (key, gathering) in byKey) contributions[next++] = gathering.ToContribution(key);
        Array.Sort(contributions, static (left, right) => FindingId.Compare(left.Id, right.Id));
        return contributions;
    }

    private sealed class Gathering(FindingMatch first)
    {
        private readonly Dictionary<string, FindingEvent> _events = new(StringComparer.Ordinal);
        private FindingActivity _activity = FindingActivity.Of(first.Event);
        private FindingRule _rule = first.Rule;

        public void Add(FindingMatch match)
        {
            var @event = match.Event;
            _rule = match.Rule;
            // Also for an id that is known: its contents may differ, and the merge of all does not depend on which came first.
            _activity = _activity.Merge(FindingActivity.Of(@event));
            if (!_events.TryAdd(@event.EventId, @event) && @event.EventTime < _events[@event.EventId].EventTime)
                _events[@event.EventId] = @event;
        }

        public FindingContribution ToContribution(FindingKey key)
        {
            var events = _events.Values.ToArray();
            Array.Sort(events, EventOrder.ByTimeThenId);
            return new FindingContribution(key.ToId(), key, _rule, _activity, events);
        }
    }
}
