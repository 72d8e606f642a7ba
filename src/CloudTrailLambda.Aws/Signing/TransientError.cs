namespace CloudTrailLambda.Aws.Signing;

/// <summary>Tells errors that may pass from those that stay.</summary>
internal static class TransientError
{
    /// <summary>Codes by which services say "slower"; some come with status 400.</summary>
    private static readonly string[] ThrottlingCodes =
    [
        "Throttling", "ThrottlingException", "ThrottledException", "Throttled", "RequestThrottled", "RequestThrottledException",
        "RequestLimitExceeded", "TooManyRequestsException", "SlowDown", "KMSThrottling", "KMSThrottlingException",
    ];

    public static bool Is(int status, string? code) => status is 408 or 429 or >= 500 || ThrottlingCodes.Contains(code, StringComparer.Ordinal);
}
