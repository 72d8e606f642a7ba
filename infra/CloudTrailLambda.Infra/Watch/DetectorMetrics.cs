using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Lambda;

namespace CloudTrailLambda.Infra.Watch;

/// <summary>The metrics that the function writes into its log (embedded metric format), as CloudWatch finds them.</summary>
internal sealed class DetectorMetrics(IFunction function)
{
    public const string Namespace = "CloudTrailLambda";

    /// <summary>Log files that were read.</summary>
    public Metric Files(Duration period) => Metric("Files", "Sum", period);

    /// <summary>Events in them.</summary>
    public Metric Records(Duration period) => Metric("Records", "Sum", period);

    /// <summary>Parts of files that were no record.</summary>
    public Metric BadRecords(Duration period) => Metric("BadRecords", "Sum", period);

    /// <summary>Rules that matched a record.</summary>
    public Metric Matches(Duration period) => Metric("Matches", "Sum", period);

    /// <summary>Findings that are new.</summary>
    public Metric Findings(Duration period) => Metric("Findings", "Sum", period);

    /// <summary>Findings that somebody was told of.</summary>
    public Metric Alerts(Duration period) => Metric("Alerts", "Sum", period);

    /// <summary>From the time of the event until its finding was stored.</summary>
    public Metric SecondsFromEventToFinding(string statistic, Duration period) => Metric("SecondsFromEventToFinding", statistic, period);

    private Metric Metric(string name, string statistic, Duration period) => new(new MetricProps
    {
        Namespace = Namespace,
        MetricName = name,
        DimensionsMap = new Dictionary<string, string>(StringComparer.Ordinal) { ["FunctionName"] = function.FunctionName },
        Statistic = statistic,
        Period = period,
    });
}
