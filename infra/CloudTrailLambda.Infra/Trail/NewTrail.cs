using Amazon.CDK;
using Amazon.CDK.AWS.CloudTrail;
using Amazon.CDK.AWS.S3;
using CloudTrailLambda.Infra.Configuration;
using CloudTrailLambda.Infra.Intake;
using Constructs;

namespace CloudTrailLambda.Infra.Trail;

/// <summary>The trail that the stack makes, its bucket and its key.</summary>
internal sealed class NewTrail : Construct
{
    private readonly TrailSettings _settings;
    private readonly TrailKey _key;
    private readonly TrailBucket _bucket;

    public NewTrail(Construct scope, string id, TrailSettings settings, LogObjectQueue queue)
        : base(scope, id)
    {
        _settings = settings;
        var account = settings.OwnerAccount ?? Aws.ACCOUNT_ID;
        // Written out, not taken from the trail: the policies that name it have to be there before it.
        var arn = $"arn:{Aws.PARTITION}:cloudtrail:{Aws.REGION}:{account}:trail/{settings.Name}";
        _key = new TrailKey(this, "Encryption", arn, account, settings.DeliverToLogs);
        _bucket = new TrailBucket(this, "Storage", settings, _key.Key, queue);
        _bucket.AcceptFrom(arn, settings.OrganizationId is null ? [account] : [account, settings.OrganizationId]);
        Source = new LogSource(_bucket.Bucket.BucketName, _bucket.Bucket.BucketArn, _key.Key.KeyArn, Prefix: "", Aws.ACCOUNT_ID);
    }

    public LogSource Source { get; }

    /// <summary>Starts the trail itself, last: what it must not record about is there by then, and so is what its first file is read with.</summary>
    public void Start(IReadOnlyList<string> tableArns, string functionArn)
    {
        var logs = _settings.DeliverToLogs ? new TrailLogDelivery(this, "LogDelivery", _settings.LogsRetentionDays, _key.Key) : null;
        var trail = new CfnTrail(this, "Trail", new CfnTrailProps
        {
            TrailName = _settings.Name,
            S3BucketName = _bucket.Bucket.BucketName,
            KmsKeyId = _key.Key.KeyArn,
            IsLogging = true,
            IsMultiRegionTrail = true,
            IncludeGlobalServiceEvents = true,
            EnableLogFileValidation = true,
            IsOrganizationTrail = _settings.OrganizationId is null ? null : true,
            AdvancedEventSelectors = new TrailEventSelectors(_bucket.Bucket.BucketArn, tableArns, functionArn).For(_settings),
            InsightSelectors = _settings.Insights
                ? new[] { new CfnTrail.InsightSelectorProperty { InsightType = "ApiCallRateInsight" }, new CfnTrail.InsightSelectorProperty { InsightType = "ApiErrorRateInsight" } }
                : null,
            CloudWatchLogsLogGroupArn = logs?.LogGroupArn,
            CloudWatchLogsRoleArn = logs?.Role.RoleArn,
        });
        trail.AddDependency((CfnBucketPolicy)_bucket.Bucket.Policy!.Node.DefaultChild!);
        if (logs is not null) trail.Node.AddDependency(logs.Role);
    }
}
