using System.Text.Json.Nodes;
using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests;

/// <summary>The trail that the stack makes by default: its bucket, its key, itself.</summary>
public sealed class NewTrailTests
{
    private const string TrailArn = "arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/CloudTrailLambda";

    private static readonly StackTemplate Stack = Stacks.Of(Configurations.Default);

    private static Resource Bucket => Stack.Only("AWS::S3::Bucket");

    private static Resource Key => Stack.Only("AWS::KMS::Key", "Trail");

    private static Resource Trail => Stack.Only("AWS::CloudTrail::Trail");

    [Fact]
    public void The_bucket_is_encrypted_with_a_customer_key_that_rotates_and_with_a_bucket_key()
    {
        Assert.Equal("aws:kms", Bucket.Text("BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm"));
        Assert.Equal(Key.Arn, Bucket.Text("BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID"));
        Assert.True(Bucket.IsTrue("BucketEncryption.ServerSideEncryptionConfiguration.0.BucketKeyEnabled"));
        Assert.True(Key.IsTrue("EnableKeyRotation"));
    }

    [Fact]
    public void Nothing_in_the_bucket_can_be_made_public()
    {
        string[] blocks = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
        Assert.All(blocks, block => Assert.True(Bucket.IsTrue($"PublicAccessBlockConfiguration.{block}"), block));
        Assert.Equal("BucketOwnerEnforced", Bucket.Text("OwnershipControls.Rules.0.ObjectOwnership"));
    }

    [Fact]
    public void The_bucket_keeps_versions_and_refuses_what_does_not_come_over_TLS()
    {
        Assert.Equal("Enabled", Bucket.Text("VersioningConfiguration.Status"));
        var deny = Stack.Only("AWS::S3::BucketPolicy").Statement("DenyWithoutTls");
        Assert.False(deny.IsAllow);
        Assert.Equal(["s3:*"], deny.Actions);
        Assert.Equal(["AWS:*"], deny.Principals);
        Assert.Equal([Bucket.Arn, $"{Bucket.Arn}/*"], deny.Resources);
        Assert.Equal(["Bool aws:SecureTransport = false"], deny.Conditions);
    }

    [Fact]
    public void Log_files_are_kept_for_a_year_without_archive_or_lock()
    {
        Assert.Equal("Enabled", Bucket.Text("LifecycleConfiguration.Rules.0.Status"));
        Assert.Equal(365, Bucket.Number("LifecycleConfiguration.Rules.0.ExpirationInDays"));
        Assert.Equal(30, Bucket.Number("LifecycleConfiguration.Rules.0.NoncurrentVersionExpiration.NoncurrentDays"));
        Assert.Equal(7, Bucket.Number("LifecycleConfiguration.Rules.0.AbortIncompleteMultipartUpload.DaysAfterInitiation"));
        Assert.Null(Bucket["LifecycleConfiguration.Rules.0.Transitions"]);
        Assert.Null(Bucket["ObjectLockEnabled"]);
    }

    [Fact]
    public void The_bucket_and_the_keys_outlive_the_stack()
    {
        Assert.True(Bucket.IsRetained);
        Assert.All(Stack.All("AWS::KMS::Key"), key => Assert.True(key.IsRetained, key.Id));
    }

    [Fact]
    public void The_bucket_itself_announces_new_log_files_to_the_queue()
    {
        var queue = Stack.Only("AWS::SQS::Queue", "IntakeQueue");
        Assert.Equal("s3:ObjectCreated:*", Bucket.Text("NotificationConfiguration.QueueConfigurations.0.Event"));
        Assert.Equal(queue.Arn, Bucket.Text("NotificationConfiguration.QueueConfigurations.0.Queue"));
        Assert.Equal(
            ["prefix=AWSLogs/", "suffix=.json.gz"],
            Bucket["NotificationConfiguration.QueueConfigurations.0.Filter.S3Key.Rules"]!.AsArray().Select(rule => $"{rule!["Name"]}={rule["Value"]}"));
    }

    [Fact]
    public void Nothing_is_a_custom_resource_and_there_is_one_function() =>
        Assert.All(Configurations.Names, name =>
        {
            Assert.DoesNotContain(Stacks.Of(name).Resources, resource => resource.Type.StartsWith("Custom::", StringComparison.Ordinal) || resource.Type == "AWS::CloudFormation::CustomResource");
            Stacks.Of(name).Only("AWS::Lambda::Function");
        });

    [Fact]
    public void The_queue_accepts_the_bucket_before_the_bucket_is_made()
    {
        var policy = Stack.Only("AWS::SQS::QueuePolicy", "IntakeQueue");
        Assert.Contains(policy.Id, Bucket.DependsOn);
        var send = policy.Statement("BucketsOfThisAccount");
        Assert.Equal(["sqs:SendMessage"], send.Actions);
        Assert.Equal(["Service:s3.amazonaws.com"], send.Principals);
        Assert.Equal(["ArnLike aws:SourceArn = arn:${AWS::Partition}:s3:::*", "StringEquals aws:SourceAccount = ${AWS::AccountId}"], send.Conditions);
        Assert.DoesNotContain(Bucket.Id, policy.Json.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_this_trail_writes_to_the_bucket_and_only_below_its_account()
    {
        var policy = Stack.Only("AWS::S3::BucketPolicy");
        var acl = policy.Statement("CloudTrailReadsAcl");
        Assert.Equal(["s3:GetBucketAcl"], acl.Actions);
        Assert.Equal([Bucket.Arn], acl.Resources);
        Assert.Equal([$"StringEquals aws:SourceArn = {TrailArn}"], acl.Conditions);
        var write = policy.Statement("CloudTrailWrites");
        Assert.Equal(["s3:PutObject"], write.Actions);
        Assert.Equal([$"{Bucket.Arn}/AWSLogs/${{AWS::AccountId}}/*"], write.Resources);
        Assert.Equal([$"StringEquals aws:SourceArn = {TrailArn}", "StringEquals s3:x-amz-acl = bucket-owner-full-control"], write.Conditions);
        Assert.All([acl, write], statement => Assert.Equal(["Service:cloudtrail.amazonaws.com"], statement.Principals));
        Assert.Contains(policy.Id, Trail.DependsOn);
    }

    [Fact]
    public void Only_this_trail_encrypts_with_the_key()
    {
        var encrypt = Key.Statement("CloudTrailEncrypts");
        Assert.Equal(["kms:GenerateDataKey*"], encrypt.Actions);
        Assert.Equal(
            [$"StringEquals aws:SourceArn = {TrailArn}", "StringLike kms:EncryptionContext:aws:cloudtrail:arn = arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:trail/*"],
            encrypt.Conditions);
        var describe = Key.Statement("CloudTrailDescribesTheKey");
        Assert.Equal(["kms:DescribeKey"], describe.Actions);
        Assert.Equal([$"StringEquals aws:SourceArn = {TrailArn}"], describe.Conditions);
        var decrypt = Key.Statement("CloudTrailUsesTheBucketKey");
        Assert.Equal(["kms:Decrypt"], decrypt.Actions);
        Assert.All([encrypt, describe, decrypt], statement => Assert.Equal(["Service:cloudtrail.amazonaws.com"], statement.Principals));
        Assert.DoesNotContain(Key.Statements, statement => statement.Sid == "LogGroupEncrypts");
    }

    [Fact]
    public void The_trail_is_of_all_regions_validated_encrypted_and_running()
    {
        string[] on = ["IsLogging", "IsMultiRegionTrail", "IncludeGlobalServiceEvents", "EnableLogFileValidation"];
        Assert.All(on, flag => Assert.True(Trail.IsTrue(flag), flag));
        Assert.Equal("CloudTrailLambda", Trail.Text("TrailName"));
        Assert.Equal(Key.Arn, Trail.Text("KMSKeyId"));
        Assert.Equal(Bucket.Ref, Trail.Text("S3BucketName"));
        string[] off = ["IsOrganizationTrail", "AdvancedEventSelectors", "EventSelectors", "InsightSelectors", "CloudWatchLogsLogGroupArn"];
        Assert.All(off, option => Assert.Null(Trail[option]));
    }

    [Fact]
    public void The_framework_reports_nothing_about_the_stack() =>
        Assert.All(Configurations.Names, name => Assert.Empty(Stacks.Of(name).All("AWS::CDK::Metadata")));
}
