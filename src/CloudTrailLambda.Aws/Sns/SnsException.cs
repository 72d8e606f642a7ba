namespace CloudTrailLambda.Aws.Sns;

/// <summary>SNS did not publish, or nobody knows whether it did.</summary>
public sealed class SnsException : Exception
{
    /// <summary>The code when there was no answer that says one.</summary>
    public const string NoAnswer = "NoAnswer";

    /// <summary>Takes what SNS said.</summary>
    public SnsException(string code, string message, int status, bool isRetryable, Exception? innerException = null) : base(message, innerException) =>
        (Code, Status, IsRetryable) = (code, status, isRetryable);

    /// <summary>The error's code, such as <c>AuthorizationError</c>.</summary>
    public string Code { get; }

    /// <summary>The HTTP status; 0 without an answer.</summary>
    public int Status { get; }

    /// <summary>Whether the same may succeed later.</summary>
    public bool IsRetryable { get; }
}
