namespace CloudTrailLambda.Infra.Configuration;

/// <summary>A bucket that a trail already writes to.</summary>
/// <param name="Account">The account that owns the bucket, if it is another one.</param>
/// <param name="Prefix">What stands before <c>AWSLogs/</c> in the keys, without the slash at its end; empty for nothing.</param>
/// <param name="TopicArn">The topic that announces its objects; without one EventBridge does.</param>
internal sealed record ExistingBucketSettings(string Name, string? KeyArn, string? Account, string Prefix, string? TopicArn)
{
    public static ExistingBucketSettings? Read(SettingsReader reader)
    {
        const SettingFor Source = SettingFor.ExistingBucket;
        var name = reader.Text("trailBucket", Patterns.Bucket, "the name of a bucket (not its ARN)");
        var settings = new ExistingBucketSettings(
            name ?? "",
            reader.Text("trailKeyArn", Patterns.KeyArn, "the ARN of a KMS key (not of an alias)", Source),
            reader.Text("trailBucketAccount", Patterns.Account, "an account id of 12 digits", Source),
            reader.Text("trailPrefix", Patterns.Prefix, "a key prefix without a slash at its ends", Source) ?? "",
            reader.Text("trailTopicArn", Patterns.TopicArn, "the ARN of an SNS topic (a standard one, not FIFO)", Source));
        // A name that was given and refused is a problem already; the settings beside it should not become one.
        return reader.IsGiven("trailBucket") ? settings : null;
    }
}
