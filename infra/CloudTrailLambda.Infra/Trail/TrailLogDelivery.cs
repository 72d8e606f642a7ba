using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Logs;
using Constructs;

namespace CloudTrailLambda.Infra.Trail;

/// <summary>A log group that the trail writes its records to as well, and the role it does so with.</summary>
internal sealed class TrailLogDelivery : Construct
{
    public TrailLogDelivery(Construct scope, string id, int retentionDays, IKey key)
        : base(scope, id)
    {
        var group = new CfnLogGroup(this, "LogGroup", new CfnLogGroupProps { RetentionInDays = retentionDays, KmsKeyId = key.KeyArn });
        group.ApplyRemovalPolicy(RemovalPolicy.RETAIN);
        LogGroupArn = group.AttrArn;
        Role = new Role(this, "Role", new RoleProps
        {
            Description = "CloudTrail writes the records of the trail to its log group",
            // Without a condition on the source: CloudTrail sends none when it assumes a role, its user guide says.
            AssumedBy = new ServicePrincipal("cloudtrail.amazonaws.com"),
        });
        // The group's ARN ends in :* and so covers its streams and nothing else.
        Role.AddToPolicy(Statements.Allow("WriteRecords", ["logs:CreateLogStream", "logs:PutLogEvents"], [LogGroupArn]));
    }

    public string LogGroupArn { get; }

    public Role Role { get; }
}
