using CloudTrailLambda.Infra.Configuration;

namespace CloudTrailLambda.Infra.Tests.Configuration;

/// <summary>A bad value is an error that names the setting, the value and what is allowed.</summary>
public sealed class SettingsTests
{
    private const string Key = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555";

    [Fact]
    public void Everything_has_a_default_but_who_is_told()
    {
        var settings = Parse();
        Assert.Equal("CloudTrailLambda", settings.StackName);
        Assert.Equal("CloudTrailLambda", settings.NewTrail!.Name);
        Assert.Null(settings.ExistingBucket);
        Assert.Equal(["me@example.com"], settings.Alerts.Emails);

        var fault = Assert.Throws<SettingsException>(() => Settings.Parse(new Dictionary<string, string>(StringComparer.Ordinal)));
        Assert.Equal(
            "alertEmail: nobody would be told of a finding. Add -c alertEmail=you@example.com (or alertHttps, alertLambdaArn, alertQueueArn, or alertTopicArn for a topic that you have)",
            Assert.Single(fault.Problems));
    }

    [Theory]
    [InlineData("alertHttps", "https://hooks.example.com/x")]
    [InlineData("alertLambdaArn", "arn:aws:lambda:us-east-1:123456789012:function:page")]
    [InlineData("alertQueueArn", "arn:aws:sqs:us-east-1:123456789012:tickets")]
    [InlineData("alertTopicArn", "arn:aws-us-gov:sns:us-gov-west-1:123456789012:on-call")]
    public void Anybody_who_is_told_is_enough(string name, string value) =>
        Assert.NotNull(Settings.Parse(new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value }));

    [Theory]
    [InlineData("alertEmail", "me", "an e-mail address, or several with commas between")]
    [InlineData("alertEmail", "me@example.com,you", "an e-mail address, or several with commas between")]
    [InlineData("alertHttps", "http://example.com", "an address that starts with https://, or several with commas between")]
    [InlineData("alertMinSeverity", "Medium", "informational, low, medium, high, critical")]
    [InlineData("alertLambdaArn", "page", "the ARN of a function of this account, or several with commas between")]
    [InlineData("alertQueueArn", "https://sqs.us-east-1.amazonaws.com/1/q", "the ARN of an SQS queue, or several with commas between")]
    [InlineData("stackName", "a_b", "3 to 64 letters, digits and hyphens, a letter first")]
    [InlineData("organizationId", "o-1", "an organisation's id, o- and 10 to 32 letters and digits")]
    [InlineData("dataEventsS3", "everything", "all, or ARNs of buckets or of key prefixes with commas between")]
    [InlineData("dataEventsLambda", "arn:aws:s3:::bucket", "all, or ARNs of functions with commas between")]
    [InlineData("dataEventsDynamoDb", "customers", "all, or ARNs of tables with commas between")]
    [InlineData("insights", "yes", "true, false")]
    [InlineData("trailToLogs", "1", "true, false")]
    [InlineData("trailRetentionDays", "-1", "0 (for ever) to 36500")]
    [InlineData("objectLockMode", "strict", "governance, compliance")]
    [InlineData("eventRetentionDays", "0", "1 to 3650")]
    [InlineData("findingsKey", "none", "customer, aws")]
    [InlineData("quietStartDays", "366", "0 to 365")]
    [InlineData("quietStartDays", "a week", "0 to 365")]
    [InlineData("memoryMb", "1 GB", "256 to 10240")]
    [InlineData("memoryMb", "128", "256 to 10240")]
    [InlineData("timeoutSeconds", "901", "10 to 900")]
    [InlineData("reservedConcurrency", "many", "0 (none), or maxConcurrency to 1000")]
    [InlineData("logRetentionDays", "100", "one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653")]
    [InlineData("batchSize", "0", "1 to 100")]
    [InlineData("maxConcurrency", "1", "2 to 1000")]
    [InlineData("maxConcurrency", "1001", "2 to 1000")]
    [InlineData("maxReceiveCount", "4", "5 to 1000")]
    [InlineData("silenceHours", "1.5", "1 to 24")]
    public void A_bad_value_is_named_with_what_is_allowed(string name, string value, string allowed) =>
        Assert.Equal([$"{name}: '{value}' is not allowed; allowed is {allowed}"], Problems((name, value)));

    [Theory]
    [InlineData("trailBucket", "arn:aws:s3:::logs", "the name of a bucket (not its ARN)")]
    [InlineData("trailKeyArn", "alias/logs", "the ARN of a KMS key (not of an alias)")]
    [InlineData("trailPrefix", "/logs/", "a key prefix without a slash at its ends")]
    [InlineData("trailBucketAccount", "1234", "an account id of 12 digits")]
    [InlineData("trailTopicArn", "arn:aws:sns:us-east-1:123456789012:logs.fifo", "the ARN of an SNS topic (a standard one, not FIFO)")]
    public void A_bad_value_for_a_bucket_that_is_there_is_named_too(string name, string value, string allowed) =>
        Assert.Equal([$"{name}: '{value}' is not allowed; allowed is {allowed}"], Problems(("trailBucket", name == "trailBucket" ? value : "logs"), (name, value)));

    [Theory]
    [InlineData("configBucket")]
    [InlineData("guardDutyBucket")]
    public void Buckets_of_other_sources_are_held_to_the_same(string bucket)
    {
        var writer = bucket[..^"Bucket".Length];
        Assert.Equal([$"{bucket}: 'arn:aws:s3:::x' is not allowed; allowed is the name of a bucket (not its ARN)"], Problems((bucket, "arn:aws:s3:::x"), ($"{writer}Prefix", "p")));
        Assert.Equal(
            [$"{writer}KeyArn: means nothing without {bucket}", $"{bucket}Account: means nothing without {bucket}", $"{writer}Prefix: means nothing without {bucket}"],
            Problems(($"{writer}KeyArn", Key), ($"{writer}Prefix", "p"), ($"{bucket}Account", "123456789012")));
    }

    [Fact]
    public void What_a_trails_bucket_brings_anyway_is_not_asked_for_twice()
    {
        Assert.Equal(["configBucket: is trailBucket, whose AWS Config files are read anyway; leave it out"], Problems(("trailBucket", "logs"), ("configBucket", "logs")));
        Assert.NotNull(Parse(("trailBucket", "logs"), ("configBucket", "logs"), ("configPrefix", "p")).ConfigBucket);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var problems = Problems(("memoryMb", "lots"), ("insights", "on"), ("alertMinSeverity", "hi"));
        Assert.Equal(3, problems.Count);
        var message = Assert.Throws<SettingsException>(() => Parse(("memoryMb", "lots"))).Message;
        Assert.Equal($"1 setting(s) cannot be used (docs/deployment.md lists them all):{Environment.NewLine}memoryMb: 'lots' is not allowed; allowed is 256 to 10240", message);
    }

    [Theory]
    [InlineData("alertMail", "alertEmail")]
    [InlineData("alert-email", "alertEmail")]
    [InlineData("trailbucket", "trailBucket")]
    [InlineData("maxconcurency", "maxConcurrency")]
    [InlineData("organisationId", "organizationId")]
    public void A_misspelt_name_is_an_error_with_the_right_one(string name, string meant) =>
        Assert.Equal([$"{name}: there is no such setting. Did you mean {meant}?"], Problems((name, "x")));

    [Theory]
    [InlineData("@aws-cdk/core:checkSecretUsage")]
    [InlineData("aws:cdk:enable-path-metadata")]
    [InlineData("availability-zones:account=123456789012:region=us-east-1")]
    [InlineData("acknowledged-issue-numbers")]
    [InlineData("cli-telemetry")]
    public void What_the_framework_keeps_in_the_context_is_left_to_it(string name) => Assert.NotNull(Parse((name, "true")));

    [Fact]
    public void Settings_that_do_not_go_together_are_refused()
    {
        Assert.Equal(
            ["organizationId: is for a new trail; with trailBucket the trail is yours", "insights: is for a new trail; with trailBucket the trail is yours"],
            Problems(("trailBucket", "logs"), ("organizationId", "o-abcde12345"), ("insights", "true")));
        Assert.Equal(["trailKeyArn: means nothing without trailBucket", "trailTopicArn: means nothing without trailBucket"], Problems(("trailTopicArn", "arn:aws:sns:us-east-1:123456789012:logs"), ("trailKeyArn", Key)));
        Assert.Equal(["managementAccountId: means nothing without organizationId"], Problems(("managementAccountId", "123456789012")));
        Assert.Equal(["dataEventsS3: all and ARNs exclude each other"], Problems(("dataEventsS3", "all,arn:aws:s3:::payroll")));
        Assert.Equal(["trailArchiveAfterDays: '400' is not allowed; allowed is less than trailRetentionDays (365)"], Problems(("trailArchiveAfterDays", "400")));
        Assert.Equal(["objectLockDays: '366' is not allowed; allowed is at most trailRetentionDays (365)"], Problems(("objectLockDays", "366")));
        Assert.Equal(["batchingWindowSeconds: '0' is not allowed; allowed is 1 to 300 with a batchSize over 10 (it is 11)"], Problems(("batchSize", "11")));
        Assert.Equal(["reservedConcurrency: '3' is not allowed; allowed is 0 (none) or at least maxConcurrency (5), or the queue's reads are throttled"], Problems(("reservedConcurrency", "3")));
        Assert.Equal(["alertTopicKeyArn: means nothing without alertTopicArn; the stack's own topic has a key of its own"], Problems(("alertTopicKeyArn", Key)));
        Assert.Equal(["alertEmail: a topic that you have (alertTopicArn) has its own subscriptions; subscribe there"], Problems(("alertTopicArn", "arn:aws:sns:us-east-1:123456789012:on-call")));
    }

    [Fact]
    public void What_is_kept_for_ever_may_be_archived_and_locked_for_any_time() =>
        Assert.Equal(20000, Parse(("trailRetentionDays", "0"), ("trailArchiveAfterDays", "1000"), ("objectLockDays", "20000")).NewTrail!.ObjectLockDays);

    [Fact]
    public void An_empty_value_is_one_that_is_not_given() => Assert.Equal(1024, Parse(("memoryMb", "")).Detector.MemoryMb);

    private static Settings Parse(params (string Name, string Value)[] given)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["alertEmail"] = "me@example.com" };
        foreach (var (name, value) in given) values[name] = value;
        return Settings.Parse(values);
    }

    private static IReadOnlyList<string> Problems(params (string Name, string Value)[] given) => Assert.Throws<SettingsException>(() => Parse(given)).Problems;
}
