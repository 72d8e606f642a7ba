using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests;

/// <summary>The topic that findings and alarms are published to.</summary>
public sealed class AlertTopicTests
{
    private static readonly StackTemplate Stack = Stacks.Of(Configurations.Default);
    private static readonly StackTemplate Everything = Stacks.Of(Configurations.Everything);
    private static readonly StackTemplate OwnTopic = Stacks.Of(Configurations.Named);

    [Fact]
    public void It_is_encrypted_with_the_stacks_key_and_refuses_what_does_not_come_over_TLS()
    {
        var topic = Stack.Only("AWS::SNS::Topic");
        Assert.Equal(Stack.Only("AWS::KMS::Key", "Encryption").Arn, topic.Text("KmsMasterKeyId"));
        var deny = Stack.Only("AWS::SNS::TopicPolicy").Statement("DenyWithoutTls");
        Assert.False(deny.IsAllow);
        Assert.Equal(["sns:Publish"], deny.Actions);
        Assert.Equal(["AWS:*"], deny.Principals);
        Assert.Equal([topic.Ref], deny.Resources);
        Assert.Equal(["Bool aws:SecureTransport = false"], deny.Conditions);
    }

    [Fact]
    public void Alarms_of_this_account_may_publish_to_it_and_use_its_key()
    {
        var publish = Stack.Only("AWS::SNS::TopicPolicy").Statement("AlarmsOfThisAccount");
        Assert.Equal(["sns:Publish"], publish.Actions);
        Assert.Equal(["Service:cloudwatch.amazonaws.com"], publish.Principals);
        Assert.Equal(["StringEquals aws:SourceAccount = ${AWS::AccountId}"], publish.Conditions);
        var key = Stack.Only("AWS::KMS::Key", "Encryption").Statement("AlarmsPublish");
        Assert.Equal(["kms:Decrypt", "kms:GenerateDataKey*"], key.Actions);
        Assert.Equal(["Service:cloudwatch.amazonaws.com"], key.Principals);
    }

    [Fact]
    public void The_address_is_subscribed() => Assert.Equal([$"email {Configurations.Email}"], Subscriptions(Stack));

    [Fact]
    public void Addresses_web_hooks_functions_and_queues_are_subscribed_and_the_function_may_be_invoked()
    {
        Assert.Equal(
            [
                "email a@example.com",
                "email b@example.com",
                "https https://alerts.example.com/hook",
                "lambda arn:aws:lambda:us-east-1:123456789012:function:page-somebody",
                "sqs arn:aws:sqs:us-east-1:123456789012:tickets",
            ],
            Subscriptions(Everything));
        var permission = Everything.Only("AWS::Lambda::Permission");
        Assert.Equal("arn:aws:lambda:us-east-1:123456789012:function:page-somebody", permission.Text("FunctionName"));
        Assert.Equal("lambda:InvokeFunction", permission.Text("Action"));
        Assert.Equal("sns.amazonaws.com", permission.Text("Principal"));
        Assert.Equal(Everything.Only("AWS::SNS::Topic").Ref, permission.Text("SourceArn"));
    }

    [Fact]
    public void A_topic_of_ones_own_is_used_as_it_is()
    {
        Assert.DoesNotContain(OwnTopic.Resources, resource => resource.Type.StartsWith("AWS::SNS::", StringComparison.Ordinal));
        Assert.Equal(Configurations.AlertTopicArn, OwnTopic.Only("AWS::Lambda::Function").Text("Environment.Variables.ALERT_TOPIC_ARN"));
        Assert.Equal(Configurations.AlertTopicArn, OwnTopic.Outputs["AlertTopic"]);
        var rights = OwnTopic.Only("AWS::IAM::Policy", "Rights");
        Assert.Equal([Configurations.AlertTopicArn], rights.Statement("PublishAlerts").Resources);
        Assert.Equal([Configurations.KeyArn], rights.Statement("EncryptAlerts").Resources);
        Assert.All(OwnTopic.All("AWS::CloudWatch::Alarm"), alarm => Assert.Equal(Configurations.AlertTopicArn, alarm.Text("AlarmActions.0")));
    }

    private static IEnumerable<string> Subscriptions(StackTemplate stack)
    {
        var topic = stack.Only("AWS::SNS::Topic");
        var subscriptions = stack.All("AWS::SNS::Subscription").ToArray();
        Assert.All(subscriptions, subscription => Assert.Equal(topic.Ref, subscription.Text("TopicArn")));
        return subscriptions.Select(subscription => $"{subscription.Text("Protocol")} {subscription.Text("Endpoint")}").Order(StringComparer.Ordinal);
    }
}
