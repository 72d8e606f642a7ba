namespace CloudTrailLambda.Detection.Findings;

/// <summary>How much a finding matters: Sigma's <c>level</c>, in rising order, so that two can be compared.</summary>
public enum Severity
{
    /// <summary>Worth keeping as context, never worth an alert by itself.</summary>
    Informational,

    /// <summary>Notable, rarely an incident.</summary>
    Low,

    /// <summary>To be reviewed, not at once.</summary>
    Medium,

    /// <summary>To be reviewed soon.</summary>
    High,

    /// <summary>To be reviewed now.</summary>
    Critical,
}
