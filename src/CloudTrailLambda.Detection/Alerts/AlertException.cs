namespace CloudTrailLambda.Detection.Alerts;

/// <summary>An alert could not be published. It stays due: whoever comes next publishes it.</summary>
public sealed class AlertException : Exception
{
    /// <summary>Takes what happened, for people, and the cause.</summary>
    public AlertException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
