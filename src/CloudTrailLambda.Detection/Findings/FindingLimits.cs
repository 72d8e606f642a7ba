namespace CloudTrailLambda.Detection.Findings;

/// <summary>What bounds the size of one finding, the same for every store.</summary>
public static class FindingLimits
{
    /// <summary>Distinct events of one finding that are kept one by one; past it a store counts per log object.</summary>
    public const int MaxEventsKept = 1_000;

    /// <summary>Earliest events of one finding that are kept with their whole record.</summary>
    public const int MaxRecordsKept = 5;

    /// <summary>Size up to which a record is kept, in bytes of JSON; CloudTrail's own limit for one record.</summary>
    public const int MaxRecordBytes = 256 * 1024;

    /// <summary>Values that a <see cref="BoundedSet"/> names.</summary>
    public const int MaxSetValues = 10;

    /// <summary>UTF-16 code units that are kept of one text of an event.</summary>
    public const int MaxTextLength = 2_048;

    /// <summary>Pairs in one <see cref="FindingGroup"/>.</summary>
    public const int MaxGroupFields = Sigma.Rules.RuleCustom.MaxGroupFields;

    /// <summary>Findings that one <see cref="FindingQuery"/> may ask for.</summary>
    public const int MaxQueryLimit = 10_000;
}
