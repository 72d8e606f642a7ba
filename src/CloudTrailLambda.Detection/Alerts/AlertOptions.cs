using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Alerts;

/// <summary>Which findings are worth an alert, and how long claims last.</summary>
public sealed record AlertOptions
{
    /// <summary>The least severe finding that is published. Others stay pending, and become due when their rule becomes severer.</summary>
    public Severity MinSeverity { get; init; } = Severity.Medium;

    /// <summary>How long a claim lasts: longer than whoever takes it can live on, or two would publish the same alert.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait for somebody else who is publishing, before giving up and leaving it to a retry.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);
}
