namespace CloudTrailLambda.Detection.Reading;

/// <summary>What a log object holds, as far as the folder of its key tells.</summary>
public enum LogObjectKind
{
    /// <summary>The name says nothing; the content decides.</summary>
    Unknown,

    /// <summary>Management and data events.</summary>
    CloudTrail,

    /// <summary>CloudTrail Insights events.</summary>
    Insight,

    /// <summary>Network activity events of VPC endpoints.</summary>
    NetworkActivity,

    /// <summary>Aggregated data events.</summary>
    Aggregated,

    /// <summary>A digest: the signed list of the log files of one hour. It holds no events.</summary>
    Digest,

    /// <summary>AWS Config: the changes of the resources of one type.</summary>
    ConfigHistory,

    /// <summary>AWS Config: the state of all resources.</summary>
    ConfigSnapshot,

    /// <summary>AWS Config: a notification that was too long for a topic. The item that it is about is in a history file as well.</summary>
    ConfigNotification,

    /// <summary>AWS Config: an empty object that it writes to see whether it may.</summary>
    ConfigCheck,

    /// <summary>Findings that GuardDuty exports.</summary>
    GuardDuty,
}
