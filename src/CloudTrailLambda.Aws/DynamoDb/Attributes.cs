namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>Names of attributes that are not in <see cref="FindingTable"/>. People read them in the console.</summary>
internal static class Attributes
{
    // Of the summary.
    public const string Version = "version";
    public const string RuleId = "ruleId";
    public const string Title = "title";
    public const string Severity = "severity";
    public const string Techniques = "techniques";
    public const string Tactics = "tactics";
    public const string AccountId = "accountId";
    public const string Group = "group";
    public const string GroupField = "field";
    public const string GroupValue = "value";
    public const string WindowStart = "windowStart";
    public const string WindowSeconds = "windowSeconds";
    public const string FirstEventTime = "firstEventTime";
    public const string FirstEventId = "firstEventId";
    public const string LastEventTime = FindingTable.IndexSortKey;
    public const string SourceAddresses = "sourceAddresses";
    public const string MoreSourceAddresses = "moreSourceAddresses";
    public const string EventNames = "eventNames";
    public const string MoreEventNames = "moreEventNames";
    public const string Regions = "regions";
    public const string MoreRegions = "moreRegions";
    public const string EventCount = "eventCount";
    public const string EventsKept = "eventsKept";
    public const string EventsSeen = "eventsSeen";
    public const string CountIsApproximate = "countIsApproximate";
    public const string Status = "status";
    public const string CreatedAt = "createdAt";
    public const string UpdatedAt = "updatedAt";
    public const string Earliest = "earliest";
    public const string Slot = "slot";

    // Of the summary's alert.
    public const string Alert = "alert";
    public const string AlertClaimant = "alertClaimant";
    public const string AlertClaimedUntil = "alertClaimedUntil";

    // Of an event; the actor also of the summary.
    public const string EventId = "eventId";
    public const string EventTime = "eventTime";
    public const string EventName = "eventName";
    public const string EventSource = "eventSource";
    public const string Region = "region";
    public const string SourceAddress = "sourceAddress";
    public const string UserAgent = "userAgent";
    public const string Actor = "actor";
    public const string ErrorCode = "errorCode";
    public const string LogObject = "logObject";
    public const string Record = "record";
    public const string RecordBytes = "recordBytes";
    public const string OmittedRecordBytes = "omittedRecordBytes";

    // Of a log object.
    public const string Excess = "excess";
}
