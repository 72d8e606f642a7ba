namespace CloudTrailLambda.Infra.Configuration;

/// <summary>A bucket that something already writes log files to: a trail, AWS Config or GuardDuty.</summary>
/// <param name="KeyArn">The key that the files are encrypted with; none for S3's own.</param>
/// <param name="Account">The account that owns the bucket, if it is another one.</param>
/// <param name="Prefix">What stands before <c>AWSLogs/</c> in the keys, without the slash at its end; empty for nothing.</param>
/// <param name="TopicArn">The topic that announces its objects; without one EventBridge does.</param>
internal sealed record ExistingBucketSettings(string Name, string? KeyArn, string? Account, string Prefix, string? TopicArn)
{
    /// <summary>Reads what is set of the bucket of a trail.</summary>
    public static ExistingBucketSettings? ReadTrail(SettingsReader reader) => Read(reader, "trail", hasTopic: true, SettingFor.ExistingBucket);

    /// <summary>Reads what is set of the bucket that AWS Config delivers to.</summary>
    public static ExistingBucketSettings? ReadConfig(SettingsReader reader) => Read(reader, "config", hasTopic: false, SettingFor.Any);

    /// <summary>Reads what is set of the bucket that GuardDuty exports to.</summary>
    public static ExistingBucketSettings? ReadGuardDuty(SettingsReader reader) => Read(reader, "guardDuty", hasTopic: false, SettingFor.Any);

    private static ExistingBucketSettings? Read(SettingsReader reader, string writer, bool hasTopic, SettingFor source)
    {
        var bucket = $"{writer}Bucket";
        var name = reader.Text(bucket, Patterns.Bucket, "the name of a bucket (not its ARN)");
        var settings = new ExistingBucketSettings(
            name ?? "",
            reader.Text($"{writer}KeyArn", Patterns.KeyArn, "the ARN of a KMS key (not of an alias)", source),
            reader.Text($"{bucket}Account", Patterns.Account, "an account id of 12 digits", source),
            reader.Text($"{writer}Prefix", Patterns.Prefix, "a key prefix without a slash at its ends", source) ?? "",
            hasTopic ? reader.Text($"{writer}TopicArn", Patterns.TopicArn, "the ARN of an SNS topic (a standard one, not FIFO)", source) : null);
        // A name that was given and refused is a problem already; the settings beside it should not become one.
        if (reader.IsGiven(bucket)) return settings;
        if (source == SettingFor.ExistingBucket) return null;
        foreach (var alone in new[] { $"{writer}KeyArn", $"{bucket}Account", $"{writer}Prefix" }.Where(reader.IsGiven)) reader.Problem($"{alone}: means nothing without {bucket}");
        return null;
    }
}
