using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests;

/// <summary>The queue, its dead letters, and how Lambda reads it.</summary>
public sealed class IntakeTests
{
    public static TheoryData<string> AllConfigurations => [.. Configurations.Names];

    [Theory]
    [MemberData(nameof(AllConfigurations))]
    public void Both_queues_are_encrypted_and_refuse_what_does_not_come_over_TLS(string configuration)
    {
        var stack = Stacks.Of(configuration);
        Assert.Equal(2, stack.All("AWS::SQS::Queue").Count());
        foreach (var queue in stack.All("AWS::SQS::Queue"))
        {
            Assert.True(queue.IsTrue("SqsManagedSseEnabled"), queue.Id);
            var policy = Assert.Single(stack.All("AWS::SQS::QueuePolicy"), policy => policy.Text("Queues.0") == queue.Ref);
            var deny = policy.Statement("DenyWithoutTls");
            Assert.False(deny.IsAllow);
            Assert.Equal(["AWS:*"], deny.Principals);
            Assert.Equal(["sqs:*"], deny.Actions);
            Assert.Equal([queue.Arn], deny.Resources);
            Assert.Equal(["Bool aws:SecureTransport = false"], deny.Conditions);
        }
    }

    [Theory]
    [InlineData(Configurations.Default, 120, 6)]
    [InlineData(Configurations.Everything, 300, 10)]
    public void A_message_is_hidden_for_six_timeouts_and_dies_after_its_attempts(string configuration, int timeoutSeconds, int attempts)
    {
        var stack = Stacks.Of(configuration);
        var queue = stack.Only("AWS::SQS::Queue", "IntakeQueue");
        Assert.Equal(timeoutSeconds, stack.Only("AWS::Lambda::Function").Number("Timeout"));
        Assert.Equal(6 * timeoutSeconds, queue.Number("VisibilityTimeout"));
        Assert.Equal(attempts, queue.Number("RedrivePolicy.maxReceiveCount"));
        Assert.Equal(stack.Only("AWS::SQS::Queue", "IntakeDeadLetters").Arn, queue.Text("RedrivePolicy.deadLetterTargetArn"));
    }

    [Fact]
    public void Dead_letters_are_kept_for_two_weeks_and_longer_than_the_queue_keeps_anything()
    {
        const int Day = 24 * 60 * 60;
        var stack = Stacks.Of(Configurations.Default);
        Assert.Equal(14 * Day, stack.Only("AWS::SQS::Queue", "IntakeDeadLetters").Number("MessageRetentionPeriod"));
        Assert.Equal(4 * Day, stack.Only("AWS::SQS::Queue", "IntakeQueue").Number("MessageRetentionPeriod"));
    }

    [Theory]
    [InlineData(Configurations.Default, 10, 0, 5)]
    [InlineData(Configurations.Everything, 50, 20, 40)]
    public void Lambda_reads_in_batches_of_which_each_message_fails_alone(string configuration, int batch, int windowSeconds, int concurrency)
    {
        var stack = Stacks.Of(configuration);
        var mapping = stack.Only("AWS::Lambda::EventSourceMapping");
        Assert.Equal(stack.Only("AWS::SQS::Queue", "IntakeQueue").Arn, mapping.Text("EventSourceArn"));
        Assert.Equal(stack.Only("AWS::Lambda::Function").Ref, mapping.Text("FunctionName"));
        Assert.Equal("ReportBatchItemFailures", mapping.Text("FunctionResponseTypes.0"));
        Assert.Equal(batch, mapping.Number("BatchSize"));
        Assert.Equal(windowSeconds, mapping.Number("MaximumBatchingWindowInSeconds"));
        Assert.Equal(concurrency, mapping.Number("ScalingConfig.MaximumConcurrency"));
    }
}
