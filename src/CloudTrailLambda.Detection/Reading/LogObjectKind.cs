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
}
