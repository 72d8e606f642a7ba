namespace CloudTrailLambda.Detection.Findings;

/// <summary>The order that a finding's events are shown in.</summary>
internal static class EventOrder
{
    public static int ByTimeThenId(FindingEvent left, FindingEvent right)
    {
        var order = left.EventTime.CompareTo(right.EventTime);
        return order != 0 ? order : string.CompareOrdinal(left.EventId, right.EventId);
    }
}
