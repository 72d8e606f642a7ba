using System.Text.Json.Nodes;
using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests;

/// <summary>Alarms, the dashboard, and what the stack says when it is deployed.</summary>
public sealed class WatchTests
{
    private static readonly StackTemplate Stack = Stacks.Of(Configurations.Default);

    public static TheoryData<string, string, int, string> Alarms => new()
    {
        { "dead-letters", "Maximum AWS/SQS ApproximateNumberOfMessagesVisible QueueName=${DEAD.QueueName} > 0", 300, "notBreaching" },
        { "errors", "Sum AWS/Lambda Errors FunctionName=${FUNCTION} > 0", 300, "notBreaching" },
        { "throttles", "Sum AWS/Lambda Throttles FunctionName=${FUNCTION} > 0", 300, "notBreaching" },
        { "oldest-message", "Maximum AWS/SQS ApproximateAgeOfOldestMessage QueueName=${QUEUE.QueueName} > 900", 300, "notBreaching" },
        { "silence", "Sum CloudTrailLambda Files FunctionName=${FUNCTION} < 1", 3600, "breaching" },
        { "bad-records", "Sum CloudTrailLambda BadRecords FunctionName=${FUNCTION} > 0", 300, "notBreaching" },
    };

    [Theory]
    [MemberData(nameof(Alarms))]
    public void An_alarm_tells_of(string name, string condition, int periodSeconds, string missingData)
    {
        var alarm = Alarm(Stack, $"CloudTrailLambda-{name}");
        var dimension = Assert.Single(alarm["Dimensions"]!.AsArray())!;
        var sign = alarm.Text("ComparisonOperator") switch { "GreaterThanThreshold" => ">", "LessThanThreshold" => "<", var other => other };
        Assert.Equal(
            WithIds(condition),
            $"{alarm.Text("Statistic")} {alarm.Text("Namespace")} {alarm.Text("MetricName")} {dimension["Name"]}={dimension["Value"]} {sign} {alarm.Number("Threshold")}");
        Assert.Equal(periodSeconds, alarm.Number("Period"));
        Assert.Equal(1, alarm.Number("EvaluationPeriods"));
        Assert.Equal(missingData, alarm.Text("TreatMissingData"));
    }

    [Fact]
    public void Every_alarm_goes_to_the_topic_when_it_starts_and_when_it_ends_and_says_what_to_do()
    {
        var topic = Stack.Only("AWS::SNS::Topic");
        Assert.Equal(Alarms.Count, Stack.All("AWS::CloudWatch::Alarm").Count());
        Assert.All(Stack.All("AWS::CloudWatch::Alarm"), alarm =>
        {
            Assert.Equal(topic.Ref, alarm.Text("AlarmActions.0"));
            Assert.Equal(topic.Ref, alarm.Text("OKActions.0"));
            // A sentence for what it means and one for what to do; CloudWatch takes 1024 characters.
            Assert.InRange(alarm.Text("AlarmDescription").Length, 80, 1024);
            Assert.True(alarm.Text("AlarmDescription").Count(c => c == '.') >= 2 || alarm.Text("AlarmDescription").Contains(':', StringComparison.Ordinal), alarm.Id);
        });
    }

    [Fact]
    public void How_long_a_trail_may_be_silent_can_be_set()
    {
        var alarm = Alarm(Stacks.Of(Configurations.Everything), "Detect-All-silence");
        Assert.Equal(6 * 3600, alarm.Number("Period"));
        Assert.Contains("6 hour(s)", alarm.Text("AlarmDescription"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_dashboard_shows_what_came_in_what_came_out_and_what_is_stuck()
    {
        var dashboard = Stack.Only("AWS::CloudWatch::Dashboard");
        Assert.Equal("CloudTrailLambda", dashboard.Text("DashboardName"));
        var widgets = JsonNode.Parse(dashboard.Text("DashboardBody"))!["widgets"]!.AsArray();
        var shown = widgets.SelectMany(widget => widget!["properties"]!["metrics"]!.AsArray()).Select(Shown).ToArray();
        Assert.Equal(
            ((string[])
            [
                "CloudTrailLambda Files FunctionName=${FUNCTION} Sum",
                "CloudTrailLambda Records FunctionName=${FUNCTION} Sum",
                "CloudTrailLambda BadRecords FunctionName=${FUNCTION} Sum",
                "CloudTrailLambda Matches FunctionName=${FUNCTION} Sum",
                "CloudTrailLambda Findings FunctionName=${FUNCTION} Sum",
                "CloudTrailLambda Alerts FunctionName=${FUNCTION} Sum",
                "CloudTrailLambda SecondsFromEventToFinding FunctionName=${FUNCTION} p50",
                "CloudTrailLambda SecondsFromEventToFinding FunctionName=${FUNCTION} p99",
                "AWS/SQS ApproximateNumberOfMessagesVisible QueueName=${QUEUE.QueueName} Maximum",
                "AWS/SQS ApproximateAgeOfOldestMessage QueueName=${QUEUE.QueueName} Maximum",
                "AWS/SQS ApproximateNumberOfMessagesVisible QueueName=${DEAD.QueueName} Maximum",
                "AWS/Lambda Duration FunctionName=${FUNCTION} p50",
                "AWS/Lambda Duration FunctionName=${FUNCTION} p99",
                "AWS/Lambda Invocations FunctionName=${FUNCTION} Sum",
                "AWS/Lambda Errors FunctionName=${FUNCTION} Sum",
                "AWS/Lambda Throttles FunctionName=${FUNCTION} Sum",
            ]).Select(WithIds),
            shown);
    }

    [Theory]
    [InlineData(Configurations.Default)]
    [InlineData(Configurations.ExistingBucket)]
    public void The_stack_says_where_everything_is(string configuration)
    {
        var stack = Stacks.Of(configuration);
        Assert.Equal(
            ["AlertTopic", "CorrelationTable", "Dashboard", "DeadLetterQueue", "DeadLetterQueueArn", "FindingsTable", "Function", "FunctionLogGroup", "FunctionRole", "Queue", "QueueArn", "TrailBucket"],
            stack.Outputs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(stack.Only("AWS::Lambda::Function").Ref, stack.Outputs["Function"]);
        Assert.Equal(stack.Only("AWS::Logs::LogGroup", "Detector").Ref, stack.Outputs["FunctionLogGroup"]);
        Assert.Equal(stack.Only("AWS::IAM::Role").Arn, stack.Outputs["FunctionRole"]);
        Assert.Equal(stack.Only("AWS::DynamoDB::Table", "Findings").Ref, stack.Outputs["FindingsTable"]);
        Assert.Equal(stack.Only("AWS::DynamoDB::Table", "Correlation").Ref, stack.Outputs["CorrelationTable"]);
        Assert.Equal(stack.Only("AWS::SQS::Queue", "IntakeQueue").Ref, stack.Outputs["Queue"]);
        Assert.Equal(stack.Only("AWS::SQS::Queue", "IntakeDeadLetters").Ref, stack.Outputs["DeadLetterQueue"]);
        Assert.Equal(stack.Only("AWS::SNS::Topic").Ref, stack.Outputs["AlertTopic"]);
        Assert.Equal("https://${AWS::Region}.console.aws.amazon.com/cloudwatch/home?region=${AWS::Region}#dashboards:name=CloudTrailLambda", stack.Outputs["Dashboard"]);
    }

    private static Resource Alarm(StackTemplate stack, string name) => Assert.Single(stack.All("AWS::CloudWatch::Alarm"), alarm => alarm.Text("AlarmName") == name);

    private static string Shown(JsonNode? metric)
    {
        var parts = metric!.AsArray();
        // CloudWatch's default statistic of a graph is written as none.
        var statistic = parts.Count > 4 ? parts[4]!["stat"]?.GetValue<string>() : null;
        return $"{parts[0]} {parts[1]} {parts[2]}={parts[3]} {statistic ?? "Average"}";
    }

    private static string WithIds(string text) => text
        .Replace("FUNCTION", Stack.Only("AWS::Lambda::Function").Id, StringComparison.Ordinal)
        .Replace("DEAD", Stack.Only("AWS::SQS::Queue", "IntakeDeadLetters").Id, StringComparison.Ordinal)
        .Replace("QUEUE", Stack.Only("AWS::SQS::Queue", "IntakeQueue").Id, StringComparison.Ordinal);
}
