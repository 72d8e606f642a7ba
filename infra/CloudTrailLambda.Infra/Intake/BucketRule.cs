using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Events = Amazon.CDK.AWS.Events;

namespace CloudTrailLambda.Infra.Intake;

/// <summary>
/// A rule that passes on what S3 tells EventBridge about new log files of a bucket that was there before. Changing the bucket's own
/// notifications lost: two stacks that both set them overwrite each other.
/// </summary>
internal sealed class BucketRule : Construct
{
    private const string Source = "aws.s3", DetailType = "Object Created";

    public BucketRule(Construct scope, string id, LogSource source, LogFiles files, LogObjectQueue queue)
        : base(scope, id)
    {
        var rule = new Events.CfnRule(this, "Rule", new Events.CfnRuleProps
        {
            Description = $"New {files.Name} files of the bucket {source.BucketName}",
            EventPattern = Pattern(source, files),
            Targets = new[]
            {
                new Events.CfnRule.TargetProperty
                {
                    Id = "Queue",
                    Arn = queue.Queue.QueueArn,
                    DeadLetterConfig = new Events.CfnRule.DeadLetterConfigProperty { Arn = queue.DeadLetters.QueueArn },
                },
            },
        });
        queue.AcceptFromRule(files.Sid("EventBridge"), rule.AttrArn);
    }

    private static Dictionary<string, object> Pattern(LogSource source, LogFiles files) => Fields(
        ("source", Is(Source)),
        ("account", Is(source.Account)),
        ("detail-type", Is(DetailType)),
        ("detail", Fields(
            ("bucket", Fields(("name", Is(source.BucketName)))),
            ("object", Fields(("key", Is(Fields(("wildcard", $"{source.Prefix}{files.Keys}")))))))));

    private static Dictionary<string, object> Fields(params (string Name, object Value)[] fields) =>
        fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

    private static object[] Is(object value) => [value];

    /// <summary>Lets another account pass its S3 events on to the default bus of this one.</summary>
    public void AcceptEventsOf(string account) => _ = new Events.CfnEventBusPolicy(this, "EventsOfTheBucketsAccount", new Events.CfnEventBusPolicyProps
    {
        StatementId = $"{Stack.Of(this).StackName}-{account}",
        Statement = Statements.Allow(
            "EventsOfTheBucketsAccount",
            new AccountPrincipal(account),
            ["events:PutEvents"],
            [$"arn:{Aws.PARTITION}:events:{Aws.REGION}:{Aws.ACCOUNT_ID}:event-bus/default"],
            Statements.When(("StringEquals", "events:source", Source), ("StringEquals", "events:detail-type", DetailType))).ToStatementJson(),
    });
}
