namespace CloudTrailLambda.Detection.Findings;

/// <summary>A store cannot be opened, read or written. The message says what to do about it.</summary>
public sealed class FindingStoreException : Exception
{
    /// <summary>Takes what is wrong, what to do, and the cause.</summary>
    public FindingStoreException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
