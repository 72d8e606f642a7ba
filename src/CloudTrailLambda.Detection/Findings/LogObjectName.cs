namespace CloudTrailLambda.Detection.Findings;

/// <summary>The name by which stores know a log object.</summary>
public static class LogObjectName
{
    /// <summary>The name as it is stored: of one longer than <see cref="FindingLimits.MaxTextLength"/> the beginning and a hash.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static string ToStored(string logObject)
    {
        ArgumentException.ThrowIfNullOrEmpty(logObject);
        return BoundedText.Identity(logObject);
    }
}
