using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests;

/// <summary>Buckets that AWS Config and GuardDuty write to, beside that of the trail.</summary>
public sealed class MoreSourcesTests
{
    private static readonly StackTemplate Stack = Stacks.Of(Configurations.MoreSources);

    [Theory]
    [InlineData("BucketRule", Configurations.BucketName, "AWSLogs/*.json.gz", Configurations.OtherAccountId)]
    [InlineData("ConfigRule", Configurations.ConfigBucketName, "org/AWSLogs/*/Config/*.json.gz", Configurations.OtherAccountId)]
    [InlineData("GuardDutyRule", Configurations.GuardDutyBucketName, "AWSLogs/*/GuardDuty/*.jsonl.gz", "${AWS::AccountId}")]
    public void A_rule_passes_on_the_files_of_each_bucket(string id, string bucket, string keys, string account)
    {
        var rule = Stack.Only("AWS::Events::Rule", id);
        Assert.Equal(bucket, rule.Text("EventPattern.detail.bucket.name.0"));
        Assert.Equal(keys, rule.Text("EventPattern.detail.object.key.0.wildcard"));
        Assert.Equal(account, rule.Text("EventPattern.account.0"));
        Assert.Equal(Stack.Only("AWS::SQS::Queue", "IntakeQueue").Arn, rule.Text("Targets.0.Arn"));
        Assert.Equal(Stack.Only("AWS::SQS::Queue", "IntakeDeadLetters").Arn, rule.Text("Targets.0.DeadLetterConfig.Arn"));
        foreach (var policy in Stack.All("AWS::SQS::QueuePolicy"))
        {
            var allow = Assert.Single(policy.Statements, statement => statement.IsAllow && statement.Conditions.Contains($"ArnEquals aws:SourceArn = {rule.Arn}"));
            Assert.Equal(["Service:events.amazonaws.com"], allow.Principals);
        }
    }

    [Fact]
    public void Only_these_rules_may_send_each_by_a_statement_of_its_own()
    {
        foreach (var policy in Stack.All("AWS::SQS::QueuePolicy"))
        {
            Assert.Equal(3, policy.Statements.Count(statement => statement.IsAllow));
            Assert.Equal(policy.Statements.Count(), policy.Statements.Select(statement => statement.Sid).Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void The_function_reads_each_bucket_while_its_account_owns_it()
    {
        var rights = Stack.Only("AWS::IAM::Policy", "Rights");
        Assert.Equal([$"StringEquals aws:ResourceAccount = {Configurations.OtherAccountId}"], rights.Statement("ReadLogFilesOfConfig").Conditions);
        Assert.Equal([$"arn:${{AWS::Partition}}:s3:::{Configurations.ConfigBucketName}"], rights.Statement("TellGoneFromForbiddenOfConfig").Resources);
        Assert.Equal(["StringEquals aws:ResourceAccount = ${AWS::AccountId}"], rights.Statement("ReadLogFilesOfGuardDuty").Conditions);
        Assert.Equal([Configurations.KeyArn], rights.Statement("DecryptLogFilesOfGuardDuty").Resources);
        Assert.DoesNotContain(rights.Statements, statement => statement.Sid is "DecryptLogFiles" or "DecryptLogFilesOfConfig");
    }

    [Fact]
    public void An_account_with_two_of_the_buckets_is_let_in_once() => Assert.Single(Stack.All("AWS::Events::EventBusPolicy"));
}
