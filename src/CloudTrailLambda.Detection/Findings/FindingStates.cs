namespace CloudTrailLambda.Detection.Findings;

/// <summary>How far the review of a finding is.</summary>
public enum FindingStatus
{
    /// <summary>Nobody has dealt with it yet.</summary>
    Open,
}

/// <summary>How far the alert about a finding is.</summary>
public enum AlertState
{
    /// <summary>Not published yet.</summary>
    Pending,
}
