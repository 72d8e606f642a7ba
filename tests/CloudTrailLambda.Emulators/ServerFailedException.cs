namespace CloudTrailLambda.Emulators;

/// <summary>A child process did not do what it was started for; the message holds what it said.</summary>
public sealed class ServerFailedException : Exception
{
    /// <summary>With the message that holds the output of the process.</summary>
    public ServerFailedException(string message) : base(message)
    {
    }

    /// <summary>The same with the reason.</summary>
    public ServerFailedException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Whether the process ended by itself, as one does whose port is taken.</summary>
    public bool HasEnded { get; init; }
}
