using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Constructs;

namespace CloudTrailLambda.Infra.Findings;

/// <summary>The key for findings and for the alerts about them: who may read the one may read the other. Retained with the table.</summary>
internal sealed class FindingsKey : Construct
{
    public FindingsKey(Construct scope, string id)
        : base(scope, id)
    {
        Key = new Key(this, "Key", new KeyProps
        {
            Description = $"Findings and alerts of the stack {Stack.Of(this).StackName}",
            Alias = $"{Stack.Of(this).StackName}-findings",
            EnableKeyRotation = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        // Alarms publish to the topic as CloudWatch. Whose alarms, the topic's policy says; KMS is not told the source account in each case.
        Key.AddToResourcePolicy(Statements.Allow("AlarmsPublish", new ServicePrincipal("cloudwatch.amazonaws.com"), ["kms:Decrypt", "kms:GenerateDataKey*"], ["*"]));
    }

    public Key Key { get; }
}
