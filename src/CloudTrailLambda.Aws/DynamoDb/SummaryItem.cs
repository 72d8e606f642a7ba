using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Detection.Findings;
using static CloudTrailLambda.Aws.DynamoDb.AttributeValues;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>How a summary is written as an item and read from one.</summary>
internal static class SummaryItem
{
    /// <summary>What a writer of events changes; null removes the attribute. Neither the status nor the alert is among it.</summary>
    public static IEnumerable<(string Name, AttributeValue? Value)> Changing(FindingSummary summary)
    {
        var (finding, tally) = (summary.Finding, summary.Tally);
        var (rule, activity) = (finding.Rule, finding.Activity);
        return
        [
            (Attributes.Version, Number(summary.Version)),
            (Attributes.Title, Text(rule.Title)),
            (Attributes.Severity, Text(Word(rule.Severity))),
            (Attributes.Techniques, Texts(rule.Techniques)),
            (Attributes.Tactics, Texts(rule.Tactics)),
            (Attributes.FirstEventTime, Time(activity.FirstEventTime)),
            (Attributes.FirstEventId, Text(activity.FirstEventId)),
            (Attributes.LastEventTime, Time(activity.LastEventTime)),
            (Attributes.Actor, OptionalText(activity.Actor)),
            (FindingTable.ActorKey, OptionalText(activity.Actor is { } actor ? ItemKeys.Actor(finding.Key.AccountId, actor) : null)),
            (Attributes.SourceAddresses, Texts(activity.SourceAddresses)),
            (Attributes.MoreSourceAddresses, Flag(activity.SourceAddresses.HasMore)),
            (Attributes.EventNames, Texts(activity.EventNames)),
            (Attributes.MoreEventNames, Flag(activity.EventNames.HasMore)),
            (Attributes.Regions, Texts(activity.Regions)),
            (Attributes.MoreRegions, Flag(activity.Regions.HasMore)),
            (Attributes.EventCount, Number(tally.EventCount)),
            (Attributes.EventsKept, Number(tally.EventsKept)),
            (Attributes.EventsSeen, Number(tally.EventsSeen)),
            (Attributes.CountIsApproximate, Flag(tally.IsPastLimit)),
            (Attributes.UpdatedAt, Time(finding.UpdatedAt)),
            (Attributes.Earliest, List(summary.Earliest.Select(ToMap))),
        ];
    }

    /// <summary>What only its creation writes.</summary>
    public static IEnumerable<(string Name, AttributeValue? Value)> Lasting(Finding finding) =>
    [
        (Attributes.RuleId, Text(finding.Key.RuleId)),
        (Attributes.AccountId, Text(finding.Key.AccountId)),
        (Attributes.Group, List(finding.Key.Group.Select(
            field => Map((Attributes.GroupField, Text(field.Field)), (Attributes.GroupValue, OptionalText(field.Value)))))),
        (Attributes.WindowStart, Time(finding.Key.Window.Start)),
        (Attributes.WindowSeconds, Number(finding.Key.Window.Length.Ticks / (decimal)TimeSpan.TicksPerSecond)),
        (Attributes.Status, Text(Word(finding.Status))),
        (FindingTable.ReviewKey, Text(ItemKeys.Review(finding.Key.AccountId, finding.Status))),
        (Attributes.Alert, Text(Word(finding.Alert))),
        (Attributes.CreatedAt, Time(finding.CreatedAt)),
    ];

    public static FindingSummary Read(StoredItem item)
    {
        var tally = new FindingTally(
            (int)item.Number(Attributes.EventsKept), item.Number(Attributes.EventsSeen), item.Flag(Attributes.CountIsApproximate));
        var finding = new Finding
        {
            Id = new FindingId(item.Text(FindingTable.PartitionKey)),
            Key = ReadKey(item),
            Rule = ReadRule(item),
            Activity = ReadActivity(item),
            EventCount = tally.EventCount,
            CountIsApproximate = tally.IsPastLimit,
            Status = item.Word<FindingStatus>(Attributes.Status),
            Alert = item.Word<AlertState>(Attributes.Alert),
            CreatedAt = item.Time(Attributes.CreatedAt),
            UpdatedAt = item.Time(Attributes.UpdatedAt),
        };
        return new FindingSummary(finding, tally, item.Number(Attributes.Version), [.. item.Maps(Attributes.Earliest).Select(ReadSlot)]);
    }

    private static FindingKey ReadKey(StoredItem item) => new(
        item.Text(Attributes.RuleId),
        item.Text(Attributes.AccountId),
        new FindingGroup([.. item.Maps(Attributes.Group).Select(
            field => new GroupField(field.Text(Attributes.GroupField), field.OptionalText(Attributes.GroupValue)))]),
        new FindingWindow(item.Time(Attributes.WindowStart), item.Seconds(Attributes.WindowSeconds)));

    private static FindingRule ReadRule(StoredItem item) => new(
        item.Text(Attributes.RuleId), item.Text(Attributes.Title), item.Word<Severity>(Attributes.Severity),
        item.Texts(Attributes.Techniques), item.Texts(Attributes.Tactics));

    private static FindingActivity ReadActivity(StoredItem item) => new()
    {
        FirstEventTime = item.Time(Attributes.FirstEventTime),
        FirstEventId = item.Text(Attributes.FirstEventId),
        LastEventTime = item.Time(Attributes.LastEventTime),
        Actor = item.OptionalText(Attributes.Actor),
        SourceAddresses = BoundedSet.Of(item.Texts(Attributes.SourceAddresses), item.Flag(Attributes.MoreSourceAddresses)),
        EventNames = BoundedSet.Of(item.Texts(Attributes.EventNames), item.Flag(Attributes.MoreEventNames)),
        Regions = BoundedSet.Of(item.Texts(Attributes.Regions), item.Flag(Attributes.MoreRegions)),
    };

    private static AttributeValue ToMap(RecordSlot slot) => Map(
        (Attributes.Slot, Number(slot.Slot)),
        (Attributes.EventTime, Time(slot.Event.Time)),
        (Attributes.EventId, Text(slot.Event.EventId)),
        (Attributes.LogObject, Text(slot.Event.LogObject)));

    private static RecordSlot ReadSlot(StoredItem map) => new(
        (int)map.Number(Attributes.Slot),
        new EarlyEvent(map.Time(Attributes.EventTime), map.Text(Attributes.EventId), map.Text(Attributes.LogObject)));
}
