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
    /// <summary>Not published: nobody has come to it yet, or it is below the level that is worth an alert.</summary>
    Pending,

    /// <summary>Somebody is publishing it, or died doing so.</summary>
    Claimed,

    /// <summary>Published.</summary>
    Sent,

    /// <summary>Never to be published.</summary>
    Muted,
}
