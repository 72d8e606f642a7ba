namespace CloudTrailLambda.Infra.Intake;

/// <summary>The bucket that log files come from, and what the function needs to read them.</summary>
/// <param name="KeyArn">The key that decrypts them; none if it is S3's own.</param>
/// <param name="Prefix">What stands before <c>AWSLogs/</c> in the keys, with its slash; empty for nothing.</param>
/// <param name="Account">The account that the bucket has to belong to: bucket names are global, and one that was deleted can be taken by anybody.</param>
internal sealed record LogSource(string BucketName, string BucketArn, string? KeyArn, string Prefix, string Account);
