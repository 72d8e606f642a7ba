using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Constructs;

namespace CloudTrailLambda.Infra.Trail;

/// <summary>The key that log files are encrypted with. Retained with the bucket: without it nobody reads what is in there.</summary>
internal sealed class TrailKey : Construct
{
    /// <param name="trailArn">The one trail that may use the key.</param>
    /// <param name="trailAccount">The account that owns the trail.</param>
    public TrailKey(Construct scope, string id, string trailArn, string trailAccount, bool encryptsLogGroup)
        : base(scope, id)
    {
        Key = new Key(this, "Key", new KeyProps
        {
            Description = $"CloudTrail log files of the stack {Stack.Of(this).StackName}",
            Alias = $"{Stack.Of(this).StackName}-trail",
            EnableKeyRotation = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        var cloudTrail = new ServicePrincipal("cloudtrail.amazonaws.com");
        var fromTrail = ("StringEquals", "aws:SourceArn", (object)trailArn);
        Key.AddToResourcePolicy(Statements.Allow("CloudTrailEncrypts", cloudTrail, ["kms:GenerateDataKey*"], ["*"], Statements.When(
            fromTrail,
            ("StringLike", "kms:EncryptionContext:aws:cloudtrail:arn", $"arn:{Aws.PARTITION}:cloudtrail:*:{trailAccount}:trail/*"))));
        Key.AddToResourcePolicy(Statements.Allow("CloudTrailDescribesTheKey", cloudTrail, ["kms:DescribeKey"], ["*"], Statements.When(fromTrail)));
        // With a bucket key the trail is refused without it. AWS documents it without a condition, and does not say that one would hold.
        Key.AddToResourcePolicy(Statements.Allow("CloudTrailUsesTheBucketKey", cloudTrail, ["kms:Decrypt"], ["*"]));
        if (encryptsLogGroup) LetLogGroupsUseIt();
    }

    public Key Key { get; }

    private void LetLogGroupsUseIt() => Key.AddToResourcePolicy(Statements.Allow(
        "LogGroupEncrypts",
        new ServicePrincipal($"logs.{Aws.REGION}.amazonaws.com"),
        ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        ["*"],
        Statements.When(("ArnLike", "kms:EncryptionContext:aws:logs:arn", $"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:*"))));
}
