namespace CloudTrailLambda.Infra.Tests.Synthesis;

/// <summary>The settings that the stack is synthesized with: each promise is kept in all of them that it is made for.</summary>
internal static class Configurations
{
    public const string Default = "default", ExistingBucket = "existing-bucket", OtherAccount = "bucket-of-another-account",
        ExistingTopic = "existing-topic", Everything = "everything", Named = "named-data-events-and-own-topic",
        MoreSources = "config-and-guardduty";

    public const string Email = "me@example.com";
    public const string BucketName = "logs-of-ours";
    public const string ConfigBucketName = "configurations-of-ours";
    public const string GuardDutyBucketName = "reports-of-ours";
    public const string OtherAccountId = "210987654321";
    public const string KeyArn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555";
    public const string TopicArn = "arn:aws:sns:eu-west-1:123456789012:new-log-files";
    public const string AlertTopicArn = "arn:aws:sns:us-east-1:123456789012:on-call";
    public const string OrganizationId = "o-abcde12345";

    private static readonly Dictionary<string, Dictionary<string, string>> All = new(StringComparer.Ordinal)
    {
        [Default] = new(StringComparer.Ordinal) { ["alertEmail"] = Email },
        [ExistingBucket] = new(StringComparer.Ordinal) { ["alertEmail"] = Email, ["trailBucket"] = BucketName, ["trailKeyArn"] = KeyArn, ["trailPrefix"] = "security/trails" },
        [OtherAccount] = new(StringComparer.Ordinal) { ["alertEmail"] = Email, ["trailBucket"] = BucketName, ["trailBucketAccount"] = OtherAccountId },
        [ExistingTopic] = new(StringComparer.Ordinal) { ["alertEmail"] = Email, ["trailBucket"] = BucketName, ["trailTopicArn"] = TopicArn },
        [Everything] = new(StringComparer.Ordinal)
        {
            ["stackName"] = "Detect-All",
            ["alertEmail"] = "a@example.com, b@example.com",
            ["alertHttps"] = "https://alerts.example.com/hook",
            ["alertLambdaArn"] = "arn:aws:lambda:us-east-1:123456789012:function:page-somebody",
            ["alertQueueArn"] = "arn:aws:sqs:us-east-1:123456789012:tickets",
            ["alertMinSeverity"] = "high",
            ["organizationId"] = OrganizationId,
            ["managementAccountId"] = OtherAccountId,
            ["trailName"] = "organisation",
            ["dataEventsS3"] = "all",
            ["dataEventsLambda"] = "all",
            ["dataEventsDynamoDb"] = "all",
            ["insights"] = "true",
            ["trailToLogs"] = "true",
            ["trailLogsRetentionDays"] = "30",
            ["trailRetentionDays"] = "1000",
            ["trailArchiveAfterDays"] = "100",
            ["objectLockDays"] = "400",
            ["objectLockMode"] = "compliance",
            ["eventRetentionDays"] = "30",
            ["quietStartDays"] = "0",
            ["deletionProtection"] = "false",
            ["memoryMb"] = "2048",
            ["timeoutSeconds"] = "300",
            ["reservedConcurrency"] = "50",
            ["tracing"] = "true",
            ["logRetentionDays"] = "14",
            ["batchSize"] = "50",
            ["batchingWindowSeconds"] = "20",
            ["maxConcurrency"] = "40",
            ["maxReceiveCount"] = "10",
            ["silenceHours"] = "6",
        },
        [Named] = new(StringComparer.Ordinal)
        {
            ["alertTopicArn"] = AlertTopicArn,
            ["alertTopicKeyArn"] = KeyArn,
            ["findingsKey"] = "aws",
            ["objectLockDays"] = "30",
            ["dataEventsS3"] = "arn:aws:s3:::payroll,arn:aws:s3:::shop/orders/",
            ["dataEventsLambda"] = "arn:aws:lambda:us-east-1:123456789012:function:pay",
            ["dataEventsDynamoDb"] = "arn:aws:dynamodb:us-east-1:123456789012:table/customers",
        },
        [MoreSources] = new(StringComparer.Ordinal)
        {
            ["alertEmail"] = Email,
            ["trailBucket"] = BucketName,
            ["trailBucketAccount"] = OtherAccountId,
            ["configBucket"] = ConfigBucketName,
            ["configPrefix"] = "org",
            ["configBucketAccount"] = OtherAccountId,
            ["guardDutyBucket"] = GuardDutyBucketName,
            ["guardDutyKeyArn"] = KeyArn,
        },
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static Dictionary<string, string> Of(string name) => new(All[name], StringComparer.Ordinal);
}
