namespace CloudTrailLambda.Detection.Findings;

/// <summary>An event as a store keeps it.</summary>
/// <param name="Event">The event, with its record if it is one of the earliest of its finding.</param>
/// <param name="LogObject">A log object that holds it; of several the one that came first.</param>
/// <param name="OmittedRecordBytes">
/// The size of the record if it would have been kept but is larger than <see cref="FindingLimits.MaxRecordBytes"/>; otherwise null.
/// </param>
public sealed record KeptEvent(FindingEvent Event, string LogObject, int? OmittedRecordBytes);
