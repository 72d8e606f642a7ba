namespace CloudTrailLambda.Emulators;

/// <summary>A program that a test needs is not on this machine; the message says which one and what to install.</summary>
public sealed class MissingToolException : Exception
{
    /// <summary>With the message that names the program and what to install.</summary>
    public MissingToolException(string message) : base(message)
    {
    }

    /// <summary>The same with what went wrong when it was to be fetched.</summary>
    public MissingToolException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
