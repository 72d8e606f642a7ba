using System.Text.Json.Nodes;
using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests;

/// <summary>What can be added to the trail by settings.</summary>
public sealed class TrailOptionsTests
{
    private const string OrganizationTrailArn = $"arn:${{AWS::Partition}}:cloudtrail:${{AWS::Region}}:{Configurations.OtherAccountId}:trail/organisation";

    private static readonly StackTemplate Stack = Stacks.Of(Configurations.Everything);
    private static readonly StackTemplate Named = Stacks.Of(Configurations.Named);

    private static Resource Trail => Stack.Only("AWS::CloudTrail::Trail");

    [Fact]
    public void An_organisation_trail_writes_below_its_owner_and_below_the_organisation()
    {
        Assert.True(Trail.IsTrue("IsOrganizationTrail"));
        var bucket = Stack.Only("AWS::S3::Bucket");
        var write = Stack.Only("AWS::S3::BucketPolicy").Statement("CloudTrailWrites");
        Assert.Equal([$"{bucket.Arn}/AWSLogs/{Configurations.OtherAccountId}/*", $"{bucket.Arn}/AWSLogs/{Configurations.OrganizationId}/*"], write.Resources);
        Assert.Contains($"StringEquals aws:SourceArn = {OrganizationTrailArn}", write.Conditions);
        Assert.Equal(
            [$"StringEquals aws:SourceArn = {OrganizationTrailArn}", $"StringLike kms:EncryptionContext:aws:cloudtrail:arn = arn:${{AWS::Partition}}:cloudtrail:*:{Configurations.OtherAccountId}:trail/*"],
            Stack.Only("AWS::KMS::Key", "Trail").Statement("CloudTrailEncrypts").Conditions);
    }

    [Fact]
    public void All_data_events_leave_out_what_the_stack_itself_does() =>
        Assert.Equal(
            [
                "Management events: eventCategory Equals Management",
                $"S3 objects: eventCategory Equals Data; resources.type Equals AWS::S3::Object; resources.ARN NotStartsWith {Stack.Only("AWS::S3::Bucket").Arn}/",
                $"Lambda functions: eventCategory Equals Data; resources.type Equals AWS::Lambda::Function; resources.ARN NotEquals {Stack.Only("AWS::Lambda::Function").Arn}",
                $"DynamoDB tables: eventCategory Equals Data; resources.type Equals AWS::DynamoDB::Table; resources.ARN NotEquals {Stack.Only("AWS::DynamoDB::Table", "Findings").Arn},{Stack.Only("AWS::DynamoDB::Table", "Correlation").Arn}",
            ],
            Selectors(Trail));

    [Fact]
    public void Named_data_events_are_those_of_the_named_resources_and_of_no_longer_name() =>
        Assert.Equal(
            [
                "Management events: eventCategory Equals Management",
                "S3 objects: eventCategory Equals Data; resources.type Equals AWS::S3::Object; resources.ARN StartsWith arn:aws:s3:::payroll/,arn:aws:s3:::shop/orders/",
                "Lambda functions: eventCategory Equals Data; resources.type Equals AWS::Lambda::Function; resources.ARN Equals arn:aws:lambda:us-east-1:123456789012:function:pay",
                "DynamoDB tables: eventCategory Equals Data; resources.type Equals AWS::DynamoDB::Table; resources.ARN Equals arn:aws:dynamodb:us-east-1:123456789012:table/customers",
            ],
            Selectors(Named.Only("AWS::CloudTrail::Trail")));

    [Fact]
    public void Insights_watch_calls_and_errors() =>
        Assert.Equal(["ApiCallRateInsight", "ApiErrorRateInsight"], Trail["InsightSelectors"]!.AsArray().Select(selector => selector!["InsightType"]!.GetValue<string>()));

    [Fact]
    public void Records_go_to_a_log_group_of_their_own_that_is_encrypted_and_kept_for_its_time()
    {
        var group = Stack.Only("AWS::Logs::LogGroup", "Trail");
        Assert.Equal(30, group.Number("RetentionInDays"));
        Assert.Equal(Stack.Only("AWS::KMS::Key", "Trail").Arn, group.Text("KmsKeyId"));
        Assert.True(group.IsRetained);
        Assert.Equal(group.Arn, Trail.Text("CloudWatchLogsLogGroupArn"));

        var role = Stack.Only("AWS::IAM::Role", "Trail");
        Assert.Equal(role.Arn, Trail.Text("CloudWatchLogsRoleArn"));
        Assert.Equal(["Service:cloudtrail.amazonaws.com"], Assert.Single(role.Statements).Principals);
        var rights = Stack.Only("AWS::IAM::Policy", "Trail");
        var write = Assert.Single(rights.Statements);
        Assert.Equal(["logs:CreateLogStream", "logs:PutLogEvents"], write.Actions);
        Assert.Equal([group.Arn], write.Resources);
        // CloudTrail tries to write when the trail is made.
        Assert.Contains(rights.Id, Trail.DependsOn);

        Assert.Equal(
            ["ArnLike kms:EncryptionContext:aws:logs:arn = arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*"],
            Stack.Only("AWS::KMS::Key", "Trail").Statement("LogGroupEncrypts").Conditions);
    }

    [Fact]
    public void Log_files_can_be_kept_archived_and_locked_for_as_long_as_is_set()
    {
        var bucket = Stack.Only("AWS::S3::Bucket");
        Assert.Equal(1000, bucket.Number("LifecycleConfiguration.Rules.0.ExpirationInDays"));
        Assert.Equal(100, bucket.Number("LifecycleConfiguration.Rules.0.Transitions.0.TransitionInDays"));
        Assert.Equal("GLACIER_IR", bucket.Text("LifecycleConfiguration.Rules.0.Transitions.0.StorageClass"));
        Assert.True(bucket.IsTrue("ObjectLockEnabled"));
        Assert.Equal("COMPLIANCE", bucket.Text("ObjectLockConfiguration.Rule.DefaultRetention.Mode"));
        Assert.Equal(400, bucket.Number("ObjectLockConfiguration.Rule.DefaultRetention.Days"));
        Assert.Equal("GOVERNANCE", Named.Only("AWS::S3::Bucket").Text("ObjectLockConfiguration.Rule.DefaultRetention.Mode"));
    }

    private static IEnumerable<string> Selectors(Resource trail) =>
        trail["AdvancedEventSelectors"]!.AsArray().Select(selector =>
            $"{selector!["Name"]}: {string.Join("; ", selector["FieldSelectors"]!.AsArray().Select(Field))}");

    private static string Field(JsonNode? selector)
    {
        var test = Assert.Single(selector!.AsObject(), property => property.Key != "Field");
        return $"{selector["Field"]} {test.Key} {string.Join(',', test.Value!.AsArray().Select(value => value!.GetValue<string>()))}";
    }
}
