using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using CloudTrailLambda.Infra.Configuration;
using CloudTrailLambda.Infra.Intake;
using Constructs;

namespace CloudTrailLambda.Infra.Trail;

/// <summary>The bucket that the trail writes to. It stays when the stack is deleted: it is the evidence.</summary>
internal sealed class TrailBucket : Construct
{
    private const int OldVersionsDays = 30, UnfinishedUploadsDays = 7;

    public TrailBucket(Construct scope, string id, TrailSettings settings, IKey key, LogObjectQueue queue)
        : base(scope, id)
    {
        Bucket = new Bucket(this, "Bucket", new BucketProps
        {
            Encryption = BucketEncryption.KMS,
            EncryptionKey = key,
            BucketKeyEnabled = true,
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
            Versioned = true,
            LifecycleRules = [Lifecycle(settings)],
            ObjectLockEnabled = settings.ObjectLockDays > 0 ? true : null,
            ObjectLockDefaultRetention = Lock(settings),
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        Bucket.AddToResourcePolicy(Statements.DenyWithoutTls(["s3:*"], [Bucket.BucketArn, Bucket.ArnForObjects("*")]));
        Announce(queue);
    }

    public Bucket Bucket { get; }

    /// <summary>Lets one trail write below the folders of the account that owns it and of its organisation.</summary>
    public void AcceptFrom(string trailArn, params IReadOnlyList<string> folders)
    {
        var cloudTrail = new ServicePrincipal("cloudtrail.amazonaws.com");
        Bucket.AddToResourcePolicy(Statements.Allow("CloudTrailReadsAcl", cloudTrail, ["s3:GetBucketAcl"], [Bucket.BucketArn], Statements.When(("StringEquals", "aws:SourceArn", trailArn))));
        Bucket.AddToResourcePolicy(Statements.Allow(
            "CloudTrailWrites",
            cloudTrail,
            ["s3:PutObject"],
            [.. folders.Select(folder => Bucket.ArnForObjects($"AWSLogs/{folder}/*"))],
            Statements.When(("StringEquals", "aws:SourceArn", trailArn), ("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control"))));
    }

    /// <summary>The bucket tells the queue of each new log file itself. CDK's own way is a custom resource: one more function, with rights on every bucket.</summary>
    private void Announce(LogObjectQueue queue)
    {
        var bucket = (CfnBucket)Bucket.Node.DefaultChild!;
        bucket.NotificationConfiguration = new CfnBucket.NotificationConfigurationProperty
        {
            QueueConfigurations = new[]
            {
                new CfnBucket.QueueConfigurationProperty
                {
                    Event = "s3:ObjectCreated:*",
                    Queue = queue.Queue.QueueArn,
                    Filter = new CfnBucket.NotificationFilterProperty
                    {
                        S3Key = new CfnBucket.S3KeyFilterProperty
                        {
                            Rules = new[]
                            {
                                new CfnBucket.FilterRuleProperty { Name = "prefix", Value = "AWSLogs/" },
                                new CfnBucket.FilterRuleProperty { Name = "suffix", Value = ".json.gz" },
                            },
                        },
                    },
                },
            },
        };
        queue.AcceptFrom(bucket);
    }

    private static LifecycleRule Lifecycle(TrailSettings settings) => new()
    {
        Id = "Retention",
        Enabled = true,
        Expiration = settings.RetentionDays > 0 ? Duration.Days(settings.RetentionDays) : null,
        Transitions = settings.ArchiveAfterDays > 0
            ? [new Transition { StorageClass = StorageClass.GLACIER_INSTANT_RETRIEVAL, TransitionAfter = Duration.Days(settings.ArchiveAfterDays) }]
            : null,
        NoncurrentVersionExpiration = Duration.Days(OldVersionsDays),
        AbortIncompleteMultipartUploadAfter = Duration.Days(UnfinishedUploadsDays),
    };

    private static ObjectLockRetention? Lock(TrailSettings settings)
    {
        if (settings.ObjectLockDays == 0) return null;
        var days = Duration.Days(settings.ObjectLockDays);
        return settings.ObjectLockMode == "compliance" ? ObjectLockRetention.Compliance(days) : ObjectLockRetention.Governance(days);
    }
}
