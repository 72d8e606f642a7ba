namespace CloudTrailLambda.Sigma.Rules;

/// <summary>Sigma's severity levels, in ascending order (Sigma rules specification, "level").</summary>
public enum Level
{
    /// <summary>For enrichment; no alert.</summary>
    Informational,

    /// <summary>Notable, rarely an incident.</summary>
    Low,

    /// <summary>Worth a review.</summary>
    Medium,

    /// <summary>Needs a prompt review.</summary>
    High,

    /// <summary>Look now.</summary>
    Critical,
}
