using System.Globalization;

namespace CloudTrailLambda.Infra.Tests.Documentation;

/// <summary>What a month costs, from the assumptions and the prices as the guide states them.</summary>
internal sealed class CostModel(double records, double recordsPerFile)
{
    private const double Million = 1e6, BytesPerGb = 1e9, SecondsPerMonth = 30 * 24 * 3600;

    private static readonly Dictionary<string, double> Stated = DeploymentGuide.Rows("### Assumptions").Concat(DeploymentGuide.Rows("### Prices"))
        .ToDictionary(row => row[0], row => Parse(row[1]), StringComparer.Ordinal);

    private double Files => records / recordsPerFile;

    private double Findings => records / Of("records for one finding");

    /// <summary>Groups of a correlation that a file has something for, over all files.</summary>
    private double GroupsTouched => records * Of("per cent of records that correlations observe") / 100 / Of("observed records for one group of a file");

    private double Alerts => Findings / Of("findings for one alert");

    /// <summary>The rows of the table, in dollars.</summary>
    public IReadOnlyDictionary<string, double> Parts() => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["Lambda"] = ComputeSeconds() * (Of("memory, GB") * Of("Lambda, GB-second")) + (Files / Million * Of("Lambda, million requests")),
        ["SQS"] = ((Files * Of("SQS requests for a file")) + (Of("pollers of an idle queue") * SecondsPerMonth / Of("seconds of a poll"))) / Million * Of("SQS, million requests"),
        ["S3 reads"] = Files / Million * Of("S3, million GET requests"),
        ["KMS"] = (Of("keys") * Of("KMS, key and month")) + ((Files + (Alerts * Of("KMS requests for an alert"))) / 10_000 * Of("KMS, 10,000 requests")),
        ["DynamoDB requests"] = Findings / Million * ((Of("write units for a finding") * Of("DynamoDB, million write units")) + (Of("read units for a finding") * Of("DynamoDB, million read units"))),
        ["DynamoDB storage"] = Findings * Of("months that findings are kept") * Of("KB stored for a finding") * 1000 / BytesPerGb * (Of("DynamoDB, GB stored and month") + Of("DynamoDB, GB of point-in-time recovery and month")),
        ["Correlation state, requests"] = GroupsTouched / Million * ((Of("write units for a group") * Of("DynamoDB, million write units")) + (Of("read units for a group") * Of("DynamoDB, million read units"))),
        ["Correlation state, storage"] = GroupsTouched * Of("days that a page is there") / 30 * Of("KB of a page") * 1000 / BytesPerGb * Of("DynamoDB, GB stored and month"),
        ["SNS"] = (Alerts / Million * Of("SNS, million publishes")) + (Alerts / 100_000 * Of("SNS, 100,000 e-mails")),
        ["CloudWatch"] = (Of("metrics") * Of("CloudWatch, metric and month")) + (Of("alarms") * Of("CloudWatch, alarm and month")) + (Files * Of("KB of log for a file") * 1000 / BytesPerGb * Of("CloudWatch Logs, GB taken in")),
    };

    public double GuardDuty => records / Million * Of("GuardDuty, million management events");

    /// <summary>GB of log files that the trail's bucket grows by.</summary>
    public double LogFilesGb => records * Of("bytes of a record") / Of("compression of log files") / BytesPerGb;

    public static double Of(string name) => Stated.TryGetValue(name, out var value) ? value : throw new InvalidOperationException($"docs/deployment.md does not state '{name}'.");

    public static double Parse(string cell) => double.Parse(cell.TrimStart('$').Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture);

    private double ComputeSeconds() => (Files * Of("milliseconds for a file") / 1000) + (records * Of("microseconds for a record") / Million);
}
