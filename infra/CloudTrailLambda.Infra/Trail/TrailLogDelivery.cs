using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Logs;
using Constructs;

namespace CloudTrailLambda.Infra.Trail;

/// <summary>A log group that the trail writes its records to as well, and the role it does so with.</summary>
internal sealed class TrailLogDelivery : Construct
{
    public TrailLogDelivery(Construct scope, string id, int retentionDays, IKey key, string trailArn)
        : base(scope, id)
    {
        var group = new CfnLogGroup(this, "LogGroup", new CfnLogGroupProps { RetentionInDays = retentionDays, KmsKeyId = key.KeyArn });
        group.ApplyRemovalPolicy(RemovalPolicy.RETAIN);
        LogGroupArn = group.AttrArn;
        Role = new Role(this, "Role", new RoleProps
        {
            Description = "CloudTrail writes the records of the trail to its log group",
            AssumedBy = new ServicePrincipal("cloudtrail.amazonaws.com").WithConditions(Statements.When(("StringEquals", "aws:SourceArn", trailArn))),
        });
        // The group's ARN ends in :* and so covers its streams and nothing else.
        Role.AddToPolicy(Statements.Allow("WriteRecords", ["logs:CreateLogStream", "logs:PutLogEvents"], [LogGroupArn]));
    }

    public string LogGroupArn { get; }

    public Role Role { get; }
}
