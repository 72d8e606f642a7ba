using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests;

/// <summary>A bucket that was there before, announced by EventBridge or by a topic.</summary>
public sealed class ExistingBucketTests
{
    private const string BucketArn = $"arn:${{AWS::Partition}}:s3:::{Configurations.BucketName}";

    private static readonly StackTemplate Stack = Stacks.Of(Configurations.ExistingBucket);
    private static readonly StackTemplate OtherAccount = Stacks.Of(Configurations.OtherAccount);
    private static readonly StackTemplate Topic = Stacks.Of(Configurations.ExistingTopic);

    [Theory]
    [InlineData(Configurations.ExistingBucket)]
    [InlineData(Configurations.OtherAccount)]
    [InlineData(Configurations.ExistingTopic)]
    public void No_trail_and_no_bucket_is_made_and_the_key_is_for_findings_only(string configuration)
    {
        var stack = Stacks.Of(configuration);
        Assert.DoesNotContain(stack.Resources, resource => resource.Type is "AWS::CloudTrail::Trail" or "AWS::S3::Bucket" or "AWS::S3::BucketPolicy");
        Assert.StartsWith("Encryption", stack.Only("AWS::KMS::Key").Id, StringComparison.Ordinal);
        Assert.Equal(Configurations.BucketName, stack.Outputs["TrailBucket"]);
    }

    [Fact]
    public void A_rule_passes_on_new_log_files_of_that_bucket_and_nothing_else()
    {
        var rule = Stack.Only("AWS::Events::Rule");
        Assert.Equal(
            """{"source":["aws.s3"],"account":["${AWS::AccountId}"],"detail-type":["Object Created"],"detail":{"bucket":{"name":["logs-of-ours"]},"object":{"key":[{"wildcard":"security/trails/AWSLogs/*.json.gz"}]}}}""",
            rule["EventPattern"]!.ToJsonString());
        Assert.Equal(Stack.Only("AWS::SQS::Queue", "IntakeQueue").Arn, rule.Text("Targets.0.Arn"));
        Assert.Equal(Stack.Only("AWS::SQS::Queue", "IntakeDeadLetters").Arn, rule.Text("Targets.0.DeadLetterConfig.Arn"));
    }

    [Fact]
    public void Only_that_rule_may_send_to_the_queue_and_to_its_dead_letters()
    {
        var rule = Stack.Only("AWS::Events::Rule");
        foreach (var policy in Stack.All("AWS::SQS::QueuePolicy"))
        {
            var allow = Assert.Single(policy.Statements, statement => statement.IsAllow);
            Assert.Equal(["sqs:SendMessage"], allow.Actions);
            Assert.Equal(["Service:events.amazonaws.com"], allow.Principals);
            Assert.Equal([$"ArnEquals aws:SourceArn = {rule.Arn}"], allow.Conditions);
        }
    }

    [Fact]
    public void The_function_reads_that_bucket_below_its_prefix_and_decrypts_with_its_key()
    {
        var rights = Stack.Only("AWS::IAM::Policy", "Rights");
        Assert.Equal([$"{BucketArn}/security/trails/AWSLogs/*"], rights.Statement("ReadLogFiles").Resources);
        Assert.Equal([BucketArn], rights.Statement("TellGoneFromForbidden").Resources);
        Assert.Equal([Configurations.KeyArn], rights.Statement("DecryptLogFiles").Resources);
    }

    [Fact]
    public void Without_a_key_nothing_may_be_decrypted() =>
        Assert.DoesNotContain(Topic.Only("AWS::IAM::Policy", "Rights").Statements, statement => statement.Sid == "DecryptLogFiles");

    [Fact]
    public void A_bucket_that_somebody_else_took_over_is_not_read()
    {
        Assert.Equal(["StringEquals aws:ResourceAccount = ${AWS::AccountId}"], Stack.Only("AWS::IAM::Policy", "Rights").Statement("ReadLogFiles").Conditions);
        Assert.Equal([$"StringEquals aws:ResourceAccount = {Configurations.OtherAccountId}"], OtherAccount.Only("AWS::IAM::Policy", "Rights").Statement("ReadLogFiles").Conditions);
    }

    [Fact]
    public void Another_account_may_pass_on_its_S3_events_and_no_others()
    {
        var policy = OtherAccount.Only("AWS::Events::EventBusPolicy");
        var allow = Assert.Single(policy.Statements);
        Assert.Equal(["events:PutEvents"], allow.Actions);
        Assert.Equal([$"AWS:arn:${{AWS::Partition}}:iam::{Configurations.OtherAccountId}:root"], allow.Principals);
        Assert.Equal(["arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default"], allow.Resources);
        Assert.Equal(["StringEquals events:detail-type = Object Created", "StringEquals events:source = aws.s3"], allow.Conditions);
        Assert.Equal(Configurations.OtherAccountId, OtherAccount.Only("AWS::Events::Rule").Text("EventPattern.account.0"));
        Assert.Empty(Stack.All("AWS::Events::EventBusPolicy"));
    }

    [Fact]
    public void A_topic_is_subscribed_to_in_its_own_region_and_nothing_else_announces()
    {
        Assert.Empty(Topic.All("AWS::Events::Rule"));
        var subscription = Topic.Only("AWS::SNS::Subscription", "BucketTopic");
        Assert.Equal(Configurations.TopicArn, subscription.Text("TopicArn"));
        Assert.Equal("eu-west-1", subscription.Text("Region"));
        Assert.Equal("sqs", subscription.Text("Protocol"));
        Assert.Equal(Topic.Only("AWS::SQS::Queue", "IntakeQueue").Arn, subscription.Text("Endpoint"));
        Assert.Equal(Topic.Only("AWS::SQS::Queue", "IntakeDeadLetters").Arn, subscription.Text("RedrivePolicy.deadLetterTargetArn"));
        foreach (var policy in Topic.All("AWS::SQS::QueuePolicy"))
        {
            var allow = Assert.Single(policy.Statements, statement => statement.IsAllow);
            Assert.Equal(["Service:sns.amazonaws.com"], allow.Principals);
            Assert.Equal([$"ArnEquals aws:SourceArn = {Configurations.TopicArn}"], allow.Conditions);
        }
    }
}
