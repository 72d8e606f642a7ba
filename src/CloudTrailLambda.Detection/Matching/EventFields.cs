using CloudTrailLambda.Sigma;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>The CloudTrail fields that the pipeline itself reads of a record, as slots of the matcher.</summary>
/// <remarks>Names from "CloudTrail record contents" in the CloudTrail user guide. Aggregated records spell two of them differently.</remarks>
internal sealed class EventFields
{
    /// <summary>What most rules test for exact texts, the most selective first.</summary>
    private static readonly string[] IndexFields = ["eventName", "eventSource", "userIdentity.type", "errorCode"];

    private readonly List<string> _paths = [];
    private readonly IReadOnlyList<FieldSlot> _slots;
    private readonly Dictionary<string, FieldSlot> _others;

    /// <summary>Compiles the rules so that these fields, and others, can be read of each record.</summary>
    public EventFields(RuleSet rules, IEnumerable<string> others)
    {
        var eventId = Add("eventID");
        var aggregatedEventId = Add("eventId");
        var eventTime = Add("eventTime");
        var eventName = Add("eventName");
        var insightEventName = Add("insightDetails.eventName");
        var eventType = Add("eventType");
        var eventSource = Add("eventSource");
        var insightEventSource = Add("insightDetails.eventSource");
        var region = Add("awsRegion");
        var sourceAddress = Add("sourceIPAddress");
        var userAgent = Add("userAgent");
        var errorCode = Add("errorCode");
        var recipientAccount = Add("recipientAccountId");
        var aggregatedAccount = Add("accountId");
        var identityAccount = Add("userIdentity.accountId");
        string[] identity = ["arn", "invokedBy", "userName", "principalId", "type"];
        var actor = identity.Select(name => Add($"userIdentity.{name}")).ToArray();
        var otherPaths = others.Distinct(StringComparer.Ordinal).ToArray();

        Matcher = RuleMatcher.Compile(rules, IndexFields, [.. _paths, .. otherPaths], out _slots);
        _others = otherPaths.Zip(_slots.Skip(_paths.Count)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        EventId = Slots(eventId, aggregatedEventId);
        EventTime = Slots(eventTime);
        EventName = Slots(eventName, insightEventName, eventType);
        EventSource = Slots(eventSource, insightEventSource);
        Region = Slots(region);
        SourceAddress = Slots(sourceAddress);
        UserAgent = Slots(userAgent);
        ErrorCode = Slots(errorCode);
        AccountId = Slots(recipientAccount, aggregatedAccount, identityAccount);
        Actor = Slots(actor);
    }

    public RuleMatcher Matcher { get; }

    // Each a list of places to look, the first that has text counts.
    public FieldSlot[] EventId { get; }

    public FieldSlot[] EventTime { get; }

    public FieldSlot[] EventName { get; }

    public FieldSlot[] EventSource { get; }

    public FieldSlot[] Region { get; }

    public FieldSlot[] SourceAddress { get; }

    public FieldSlot[] UserAgent { get; }

    public FieldSlot[] ErrorCode { get; }

    /// <summary>The account in whose log the record stands.</summary>
    public FieldSlot[] AccountId { get; }

    /// <summary>
    /// Who did it: the identity's ARN, which names the session of an assumed role and so the person behind it. Identities
    /// without one have the service that called, a name, or an id.
    /// </summary>
    public FieldSlot[] Actor { get; }

    /// <summary>The slot of a path that was asked for besides.</summary>
    public FieldSlot this[string path] => _others[path];

    private int Add(string path)
    {
        _paths.Add(path);
        return _paths.Count - 1;
    }

    private FieldSlot[] Slots(params int[] positions) => positions.Select(position => _slots[position]).ToArray();
}
