namespace CloudTrailLambda.Detection.Findings;

/// <summary>A finding with its events.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Events">
/// The kept events by time and then id: all of them up to <see cref="FindingLimits.MaxEventsKept"/>. Past that, those that came before
/// the limit and the earliest.
/// </param>
public sealed record FindingDetail(Finding Finding, IReadOnlyList<KeptEvent> Events)
{
    /// <summary>Puts together what a store keeps: each event once, the earliest with their records in place of the plain ones.</summary>
    public static FindingDetail Of(Finding finding, IEnumerable<KeptEvent> events, IEnumerable<KeptEvent> earliest)
    {
        var byId = new Dictionary<string, KeptEvent>(StringComparer.Ordinal);
        foreach (var kept in events) byId[kept.Event.EventId] = kept;
        foreach (var kept in earliest) byId[kept.Event.EventId] = kept;
        var ordered = byId.Values.ToArray();
        Array.Sort(ordered, static (left, right) => EventOrder.ByTimeThenId(left.Event, right.Event));
        return new FindingDetail(finding, ordered);
    }
}
