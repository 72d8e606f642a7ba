namespace CloudTrailLambda.Aws.Signing;

/// <summary>How long and how often to try. Together they stay below what a Lambda function has time for.</summary>
internal sealed record SendLimits
{
    public int MaxAttempts { get; init; } = 4;

    /// <summary>Before the second attempt; it doubles, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(6);

    public TimeSpan Whole { get; init; } = TimeSpan.FromSeconds(20);
}
