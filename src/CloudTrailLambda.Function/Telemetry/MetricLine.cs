using CloudTrailLambda.Detection;

namespace CloudTrailLambda.Function.Telemetry;

/// <summary>The metrics of one invocation as one line in CloudWatch's embedded metric format, which costs no call.</summary>
/// <remarks>
/// "Specification: Embedded metric format" in the CloudWatch user guide. The namespace, the names and the dimension are what the alarms
/// and the dashboard of the stack look at.
/// </remarks>
internal static class MetricLine
{
    public const string Namespace = "CloudTrailLambda";
    public const string Dimension = "FunctionName";

    /// <summary>An array longer than this makes CloudWatch refuse the line.</summary>
    private const int MaxValues = 100;

    private static readonly string[] Counts = ["Files", "Records", "BadRecords", "Matches", "Findings", "Alerts"];

    /// <summary>Writes the line.</summary>
    /// <param name="log">Where to.</param>
    /// <param name="functionName">The value of the dimension.</param>
    /// <param name="now">When.</param>
    /// <param name="totals">What the invocation came to.</param>
    /// <param name="files">Log files that were read and may hold events.</param>
    /// <param name="secondsFromEventToFinding">For each file that findings have new events of: how old the latest of these is.</param>
    public static void Write(
        LogLines log, string functionName, DateTimeOffset now, RunTotals totals, long files, IReadOnlyList<double> secondsFromEventToFinding) => log.WriteLine(writer =>
    {
        long[] values = [files, totals.Records, totals.BadRecords, totals.Matches, totals.NewFindings, totals.Alerts];
        writer.WriteStartObject();
        writer.WriteStartObject("_aws");
        writer.WriteNumber("Timestamp", now.ToUnixTimeMilliseconds());
        writer.WriteStartArray("CloudWatchMetrics");
        writer.WriteStartObject();
        writer.WriteString("Namespace", Namespace);
        writer.WriteStartArray("Dimensions");
        writer.WriteStartArray();
        writer.WriteStringValue(Dimension);
        writer.WriteEndArray();
        writer.WriteEndArray();
        writer.WriteStartArray("Metrics");
        foreach (var name in Counts) WriteDefinition(name, "Count");
        if (secondsFromEventToFinding.Count > 0) WriteDefinition("SecondsFromEventToFinding", "Seconds");
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteString(Dimension, functionName);
        for (var i = 0; i < Counts.Length; i++) writer.WriteNumber(Counts[i], values[i]);
        if (secondsFromEventToFinding.Count > 0)
        {
            writer.WriteStartArray("SecondsFromEventToFinding");
            foreach (var seconds in secondsFromEventToFinding.Take(MaxValues)) writer.WriteNumberValue(Math.Round(seconds, 3));
            writer.WriteEndArray();
        }

        writer.WriteEndObject();

        void WriteDefinition(string name, string unit)
        {
            writer.WriteStartObject();
            writer.WriteString("Name", name);
            writer.WriteString("Unit", unit);
            writer.WriteEndObject();
        }
    });
}
