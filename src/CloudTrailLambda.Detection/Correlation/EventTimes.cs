namespace CloudTrailLambda.Detection.Correlation;

/// <summary>Adds to times that a record claims: it may say that it is from the year 1, or 9999.</summary>
internal static class EventTimes
{
    public static DateTimeOffset Add(DateTimeOffset time, TimeSpan span) =>
        DateTimeOffset.MaxValue - time > span ? time + span : DateTimeOffset.MaxValue;

    public static DateTimeOffset Subtract(DateTimeOffset time, TimeSpan span) =>
        time - DateTimeOffset.MinValue > span ? time - span : DateTimeOffset.MinValue;
}
