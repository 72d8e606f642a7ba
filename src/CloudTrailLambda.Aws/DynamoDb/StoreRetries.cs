using System.Net;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Polly;
using Polly.Retry;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>When a call is made again, and how long to wait before.</summary>
internal static class StoreRetries
{
    /// <summary>
    /// Attempts at one change of a finding that others keep changing. With the pauses between them they last up to twenty seconds:
    /// fewer than that, and one of many who write the same finding at once would give up although each round lets one of them through.
    /// </summary>
    public const int MaxConflictAttempts = 16;

    private static readonly TimeSpan FirstConflictPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan MaxConflictPause = TimeSpan.FromSeconds(2);
    private const int MaxCallRetries = 6;
    private static readonly TimeSpan FirstCallPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxCallPause = TimeSpan.FromSeconds(5);

    private static readonly HashSet<string> ThrottlingCodes = new(StringComparer.Ordinal)
    {
        "ProvisionedThroughputExceeded", "ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingError",
        "ThrottlingException", "Throttling", "ThrottledException", "SlowDown",
    };

    private static readonly HashSet<string> ConflictCodes = new(StringComparer.Ordinal) { "ConditionalCheckFailed", "TransactionConflict" };

    /// <summary>For one call, on top of what the SDK does itself: the same request again, so a token in it makes it the same write.</summary>
    public static ResiliencePipeline ForCalls(TimeProvider clock) => new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is { } cause && !arguments.Context.CancellationToken.IsCancellationRequested && IsPassing(cause)),
            MaxRetryAttempts = MaxCallRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstCallPause,
            MaxDelay = MaxCallPause,
        })
        .Build();

    /// <summary>For reading, deciding and writing; it says false when somebody else was faster.</summary>
    public static ResiliencePipeline<bool> ForConflicts(TimeProvider clock) => new ResiliencePipelineBuilder<bool> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<bool>
        {
            ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome is { Exception: null, Result: false }),
            MaxRetryAttempts = MaxConflictAttempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstConflictPause,
            MaxDelay = MaxConflictPause,
        })
        .Build();

    /// <summary>Whether a transaction was refused because what it was decided on is no longer so, or could not be tried right now.</summary>
    public static bool IsConflict(TransactionCanceledException cause)
    {
        var codes = (cause.CancellationReasons ?? []).Select(reason => reason.Code).Where(code => code is not (null or "None")).ToList();
        return codes.Count > 0 && codes.TrueForAll(code => ConflictCodes.Contains(code) || ThrottlingCodes.Contains(code));
    }

    public static bool IsThrottling(Exception cause) =>
        cause is ProvisionedThroughputExceededException or RequestLimitExceededException or ThrottlingException
        || (cause is AmazonServiceException { ErrorCode: { } code } && ThrottlingCodes.Contains(code));

    // A cancellation that nobody asked for is the HTTP client's time-out.
    private static bool IsPassing(Exception cause) =>
        IsThrottling(cause)
        || cause is InternalServerErrorException or TransactionInProgressException or TransactionConflictException
            or HttpRequestException or IOException or TimeoutException or OperationCanceledException
            or AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError }
        || (cause.InnerException is { } inner && IsPassing(inner));
}
