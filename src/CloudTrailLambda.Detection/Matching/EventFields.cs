using CloudTrailLambda.Sigma;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>The CloudTrail fields that the pipeline itself reads of a record, as slots of the matcher.</summary>
/// <remarks>Names from "CloudTrail record contents" in the CloudTrail user guide. Aggregated records spell two of them differently.</remarks>
internal sealed class EventFields
{
    private static readonly string[] Paths =
    [
        "eventID", "eventId", "eventTime", "eventName", "eventSource", "eventType", "awsRegion", "sourceIPAddress", "userAgent", "errorCode",
        "recipientAccountId", "accountId", "userIdentity.type", "userIdentity.arn", "userIdentity.accountId", "userIdentity.userName",
        "userIdentity.principalId", "userIdentity.invokedBy", "insightDetails.eventName", "insightDetails.eventSource",
    ];

    private readonly Dictionary<string, FieldSlot> _slots;

    private EventFields(Dictionary<string, FieldSlot> slots)
    {
        _slots = slots;
        EventId = slots["eventID"];
        AggregatedEventId = slots["eventId"];
    }

    public FieldSlot EventId { get; }

    public FieldSlot AggregatedEventId { get; }

    /// <summary>The slot of a path that was asked for at compilation.</summary>
    public FieldSlot this[string path] => _slots[path];

    /// <summary>Compiles the rules so that these fields, and others, can be read of each record.</summary>
    public static (RuleMatcher Matcher, EventFields Fields) Compile(Sigma.Loading.RuleSet rules, IEnumerable<string> others)
    {
        var paths = Paths.Concat(others).Distinct(StringComparer.Ordinal).ToArray();
        var matcher = RuleMatcher.Compile(rules, indexFields: ["eventName", "eventSource", "userIdentity.type", "errorCode"], paths, out var slots);
        return (matcher, new EventFields(paths.Zip(slots).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal)));
    }
}
