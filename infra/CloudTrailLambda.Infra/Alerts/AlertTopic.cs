using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SNS;
using CloudTrailLambda.Infra.Configuration;
using Constructs;

namespace CloudTrailLambda.Infra.Alerts;

/// <summary>The topic that findings and alarms are published to, and who listens.</summary>
internal sealed class AlertTopic : Construct
{
    public AlertTopic(Construct scope, string id, AlertSettings settings, IKey key)
        : base(scope, id)
    {
        Topic = new Topic(this, "Topic", new TopicProps { DisplayName = "CloudTrail findings", MasterKey = key });
        Topic.AddToResourcePolicy(Statements.DenyWithoutTls(["sns:Publish"], [Topic.TopicArn]));
        Topic.AddToResourcePolicy(Statements.Allow(
            "AlarmsOfThisAccount",
            new ServicePrincipal("cloudwatch.amazonaws.com"),
            ["sns:Publish"],
            [Topic.TopicArn],
            Statements.When(("StringEquals", "aws:SourceAccount", Aws.ACCOUNT_ID))));
        Subscribe("Email", "email", settings.Emails);
        Subscribe("Https", "https", settings.HttpsEndpoints);
        Subscribe("Queue", "sqs", settings.QueueArns);
        Subscribe("Function", "lambda", settings.FunctionArns);
        foreach (var (arn, number) in settings.FunctionArns.Select((arn, index) => (arn, index + 1))) LetInvoke(arn, number);
    }

    public Topic Topic { get; }

    private void Subscribe(string id, string protocol, IReadOnlyList<string> endpoints)
    {
        foreach (var (endpoint, number) in endpoints.Select((endpoint, index) => (endpoint, index + 1)))
        {
            _ = new CfnSubscription(this, $"{id}{number}", new CfnSubscriptionProps { TopicArn = Topic.TopicArn, Protocol = protocol, Endpoint = endpoint });
        }
    }

    private void LetInvoke(string functionArn, int number) => _ = new CfnPermission(this, $"InvokeFunction{number}", new CfnPermissionProps
    {
        FunctionName = functionArn,
        Action = "lambda:InvokeFunction",
        Principal = "sns.amazonaws.com",
        SourceArn = Topic.TopicArn,
    });
}
