namespace CloudTrailLambda.Detection.Correlation;

/// <summary>The correlation state cannot be used; the message says where and what to do.</summary>
public sealed class CorrelationStateException(string message, Exception? innerException = null) : Exception(message, innerException);
