namespace CloudTrailLambda.Detection.Findings;

/// <summary>The precision of event time: whole milliseconds, UTC, so that every store gives back exactly what it was given.</summary>
internal static class EventClock
{
    public static DateTimeOffset ToMilliseconds(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
