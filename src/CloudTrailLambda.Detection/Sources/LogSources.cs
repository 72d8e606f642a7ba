using CloudTrailLambda.Sigma;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Detection.Sources;

/// <summary>The logs that are read, and the one place that names their fields.</summary>
/// <remarks>
/// "CloudTrail record contents" in the CloudTrail user guide; aggregated records spell two fields differently. "Components of a
/// configuration item" and "Viewing configuration snapshots" in the AWS Config developer guide; files spell the account, the ARN and the
/// state's id in two ways. "GuardDuty finding format" in the GuardDuty user guide.
/// </remarks>
public static class LogSources
{
    /// <summary>When an item was captured. Every configuration item has it, and nothing else that is read.</summary>
    internal const string ConfigCaptureTime = "configurationItemCaptureTime";

    /// <summary>Position of AWS Config among the sources.</summary>
    internal const int ConfigPosition = 1;

    private const string FindingLastSeen = "service.eventLastSeen";

    private const string FindingUpdated = "updatedAt";

    /// <summary>The sources. A record that has no mark of another one is CloudTrail's.</summary>
    public static RecordSources Records { get; }

    internal static IReadOnlyList<SourceFields> All { get; } = [CloudTrail(), Config(), GuardDuty()];

    // CloudTrail leaves out what there is none of. Where its records passed through a store with a schema, the text is empty, and rules
    // that ask for calls without an error, or not by a service, mean it all the same.
    static LogSources() => Records = new RecordSources(All.Select(fields => fields.Source)) { NullWhenBlank = ["errorCode", "errorMessage", "userIdentity.invokedBy"] };

    private static SourceFields CloudTrail() => new()
    {
        Source = new RecordSource(new LogSource("aws", "cloudtrail", Category: null), Mark: null, ["eventTime"]),
        EventId = ["eventID", "eventId"],
        EventName = ["eventName", "insightDetails.eventName", "eventType"],
        EventSource = ["eventSource", "insightDetails.eventSource"],
        Region = ["awsRegion"],
        SourceAddress = ["sourceIPAddress"],
        UserAgent = ["userAgent"],
        ErrorCode = ["errorCode"],
        AccountId = ["recipientAccountId", "accountId", "userIdentity.accountId"],
        // The identity's ARN names the session of an assumed role and so the person behind it. Identities without one have the service
        // that called, a name, or an id; people of IAM Identity Center have only that of the directory.
        Actor = ["userIdentity.arn", "userIdentity.invokedBy", "userIdentity.userName", "userIdentity.onBehalfOf.userId", "userIdentity.principalId", "userIdentity.type"],
    };

    // The same item stands in a history file and in snapshots. Whose it is, what it is of and when it was captured are the same in both.
    private static SourceFields Config()
    {
        const string Item = "awsRegion,resourceType,resourceId,configurationItemCaptureTime,configurationStateId,configurationStateID";
        return new()
        {
            Source = new RecordSource(new LogSource("aws", "config", Category: null), new RecordMark(ConfigCaptureTime), [ConfigCaptureTime]),
            EventId = [$"awsAccountId,{Item}", $"accountId,{Item}", Item, ConfigCaptureTime],
            EventName = ["configurationItemStatus"],
            EventNamePrefix = "ConfigurationItem ",
            Service = "config.amazonaws.com",
            Region = ["awsRegion"],
            AccountId = ["awsAccountId", "accountId"],
            // Who changed it, an item does not say. Findings about one resource belong together.
            Actor = ["ARN", "arn", "resourceType,resourceId"],
        };
    }

    // A finding is exported again whenever it is updated.
    private static SourceFields GuardDuty() => new()
    {
        Source = new RecordSource(new LogSource("aws", "guardduty", Category: null), new RecordMark("service.serviceName", "guardduty"), [FindingLastSeen, FindingUpdated]),
        EventId = [$"id,{FindingUpdated}"],
        EventName = ["type"],
        Service = "guardduty.amazonaws.com",
        Region = ["region"],
        SourceAddress =
        [
            "service.action.awsApiCallAction.remoteIpDetails.ipAddressV4",
            "service.action.awsApiCallAction.remoteIpDetails.ipAddressV6",
            "service.action.networkConnectionAction.remoteIpDetails.ipAddressV4",
            "service.action.kubernetesApiCallAction.remoteIpDetails.ipAddressV4",
            "service.action.rdsLoginAttemptAction.remoteIpDetails.ipAddressV4",
            "service.action.portProbeAction.portProbeDetails.remoteIpDetails.ipAddressV4",
        ],
        AccountId = ["accountId"],
        Actor =
        [
            "resource.accessKeyDetails.userName",
            "resource.accessKeyDetails.principalId",
            "resource.instanceDetails.instanceId",
            "resource.eksClusterDetails.arn",
            "resource.ecsClusterDetails.arn",
            "resource.lambdaDetails.functionArn",
            "resource.rdsDbInstanceDetails.dbInstanceArn",
            "resource.s3BucketDetails.arn",
            "resource.resourceType",
        ],
    };
}
