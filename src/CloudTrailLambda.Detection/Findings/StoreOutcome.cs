namespace CloudTrailLambda.Detection.Findings;

/// <summary>What adding one log object changed. Each finding that the object has matches for is in exactly one of the lists.</summary>
/// <param name="New">Findings that did not exist.</param>
/// <param name="Changed">Findings that existed and now say something else.</param>
/// <param name="Unchanged">Findings that already said it all.</param>
/// <param name="AlertsDue">
/// Those of all three whose alert is neither sent nor muted. Also of unchanged ones: a previous attempt may have stored them and then
/// failed.
/// </param>
/// <param name="NewEvents">Events, summed over the findings, that were not known.</param>
/// <param name="KnownEvents">Events, summed over the findings, that were known.</param>
public sealed record StoreOutcome(
    IReadOnlyList<FindingId> New,
    IReadOnlyList<FindingId> Changed,
    IReadOnlyList<FindingId> Unchanged,
    IReadOnlyList<AlertDue> AlertsDue,
    long NewEvents,
    long KnownEvents);
