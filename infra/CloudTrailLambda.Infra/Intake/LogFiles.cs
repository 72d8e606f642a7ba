namespace CloudTrailLambda.Infra.Intake;

/// <summary>Which objects of a bucket are log files.</summary>
/// <param name="Name">Who writes them.</param>
/// <param name="Keys">Their keys behind the prefix, as a pattern of EventBridge.</param>
/// <param name="Suffix">Tells statements about them from those about others.</param>
internal sealed record LogFiles(string Name, string Keys, string Suffix)
{
    /// <summary>Those of a trail, and whatever else stands beside them: the function passes over what it does not know.</summary>
    public static LogFiles Trail { get; } = new("CloudTrail", "AWSLogs/*.json.gz", "");

    /// <summary>History files and snapshots of AWS Config.</summary>
    public static LogFiles Config { get; } = new("AWS Config", "AWSLogs/*/Config/*.json.gz", "OfConfig");

    /// <summary>Findings that GuardDuty exports.</summary>
    public static LogFiles GuardDuty { get; } = new("GuardDuty", "AWSLogs/*/GuardDuty/*.jsonl.gz", "OfGuardDuty");

    /// <summary>The id of a statement that is about them.</summary>
    public string Sid(string statement) => statement + Suffix;
}
