using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests;

/// <summary>The function and what it may do.</summary>
public sealed class DetectorTests
{
    private static readonly StackTemplate Stack = Stacks.Of(Configurations.Default);

    private static Resource Function => Stack.Only("AWS::Lambda::Function");

    [Fact]
    public void The_function_is_an_executable_on_the_managed_runtime()
    {
        Assert.Equal("CloudTrailLambda.Function", Function.Text("Handler"));
        Assert.Equal("dotnet10", Function.Text("Runtime"));
        Assert.Equal("x86_64", Function.Text("Architectures.0"));
        Assert.Equal(1024, Function.Number("MemorySize"));
        Assert.Equal(120, Function.Number("Timeout"));
        Assert.Null(Function["ReservedConcurrentExecutions"]);
        Assert.Null(Function["TracingConfig"]);
    }

    [Fact]
    public void Its_size_its_reservation_and_its_tracing_can_be_set()
    {
        var function = Stacks.Of(Configurations.Everything).Only("AWS::Lambda::Function");
        Assert.Equal(2048, function.Number("MemorySize"));
        Assert.Equal(50, function.Number("ReservedConcurrentExecutions"));
        Assert.Equal("Active", function.Text("TracingConfig.Mode"));
        Assert.Equal("high", function.Text("Environment.Variables.ALERT_MIN_SEVERITY"));
        Assert.Equal("30", function.Text("Environment.Variables.EVENT_RETENTION_DAYS"));
        Assert.Equal("0", function.Text("Environment.Variables.QUIET_START_DAYS"));
    }

    [Fact]
    public void It_is_told_where_its_findings_and_alerts_go_and_nothing_else()
    {
        Assert.Equal(
            ["ALERT_MIN_SEVERITY", "ALERT_TOPIC_ARN", "CORRELATION_TABLE", "EVENT_RETENTION_DAYS", "FINDINGS_TABLE", "QUIET_START_DAYS"],
            Function["Environment.Variables"]!.AsObject().Select(variable => variable.Key).Order(StringComparer.Ordinal));
        Assert.Equal(Stack.Only("AWS::DynamoDB::Table", "Findings").Ref, Function.Text("Environment.Variables.FINDINGS_TABLE"));
        Assert.Equal(Stack.Only("AWS::DynamoDB::Table", "Correlation").Ref, Function.Text("Environment.Variables.CORRELATION_TABLE"));
        Assert.Equal(Stack.Only("AWS::SNS::Topic").Ref, Function.Text("Environment.Variables.ALERT_TOPIC_ARN"));
        Assert.Equal("medium", Function.Text("Environment.Variables.ALERT_MIN_SEVERITY"));
        Assert.Equal("365", Function.Text("Environment.Variables.EVENT_RETENTION_DAYS"));
        Assert.Equal("7", Function.Text("Environment.Variables.QUIET_START_DAYS"));
    }

    [Theory]
    [InlineData(Configurations.Default, 90)]
    [InlineData(Configurations.Everything, 14)]
    public void It_writes_to_a_log_group_of_its_own_that_does_not_grow_for_ever(string configuration, int days)
    {
        var stack = Stacks.Of(configuration);
        var group = stack.Only("AWS::Logs::LogGroup", "Detector");
        Assert.Equal(days, group.Number("RetentionInDays"));
        Assert.Equal(group.Ref, stack.Only("AWS::Lambda::Function").Text("LoggingConfig.LogGroup"));
    }

    [Fact]
    public void It_may_do_this_and_nothing_else()
    {
        var (bucket, topic) = (Stack.Only("AWS::S3::Bucket"), Stack.Only("AWS::SNS::Topic"));
        var (table, state) = (Stack.Only("AWS::DynamoDB::Table", "Findings"), Stack.Only("AWS::DynamoDB::Table", "Correlation"));
        var (trailKey, key) = (Stack.Only("AWS::KMS::Key", "Trail"), Stack.Only("AWS::KMS::Key", "Encryption"));
        Assert.Equal(
            [
                $"s3:GetObject s3:GetObjectVersion on {bucket.Arn}/AWSLogs/*",
                $"s3:ListBucket on {bucket.Arn}",
                $"kms:Decrypt on {trailKey.Arn}",
                $"dynamodb:GetItem dynamodb:BatchGetItem dynamodb:Query dynamodb:PutItem dynamodb:UpdateItem on {table.Arn}",
                $"dynamodb:Query dynamodb:PutItem on {state.Arn}",
                $"kms:Encrypt kms:Decrypt kms:ReEncryptFrom kms:ReEncryptTo kms:GenerateDataKey kms:GenerateDataKeyWithoutPlaintext kms:DescribeKey on {key.Arn}",
                $"sns:Publish on {topic.Ref}",
                $"kms:GenerateDataKey* kms:Decrypt on {key.Arn}",
                $"sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes on {Stack.Only("AWS::SQS::Queue", "IntakeQueue").Arn}",
                $"logs:CreateLogStream logs:PutLogEvents on {Stack.Only("AWS::Logs::LogGroup", "Detector").Arn}",
            ],
            Stack.Only("AWS::IAM::Policy", "Rights").Statements.Select(statement => $"{string.Join(' ', statement.Actions)} on {string.Join(' ', statement.Resources)}"));
        Assert.Equal(
            ["StringEquals kms:ViaService = dynamodb.${AWS::Region}.amazonaws.com"],
            Stack.Only("AWS::IAM::Policy", "Rights").Statement("EncryptFindings").Conditions);
    }

    [Fact]
    public void No_role_has_a_managed_policy() =>
        Assert.All(Configurations.Names, name => Assert.All(Stacks.Of(name).All("AWS::IAM::Role"), role => Assert.Null(role["ManagedPolicyArns"])));

    [Fact]
    public void Its_rights_are_there_before_it_runs()
    {
        var rights = Stack.Only("AWS::IAM::Policy", "Rights");
        Assert.Equal(Stack.Only("AWS::IAM::Role").Ref, rights.Text("Roles.0"));
        Assert.Contains(rights.Id, Function.DependsOn);
        Assert.Equal(["Service:lambda.amazonaws.com"], Assert.Single(Stack.Only("AWS::IAM::Role").Statements).Principals);
    }
}
