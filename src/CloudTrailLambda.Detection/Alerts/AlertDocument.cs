using System.Text;
using System.Text.Json;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Alerts;

/// <summary>An alert for programs: the finding as <see cref="FindingJson"/> writes it, and <c>runbook</c>, a list of texts; all of them short.</summary>
public static class AlertDocument
{
    /// <summary>One JSON object in plain ASCII. Its alert is sent: that is what it is to whoever reads this.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="runbook">The steps of its rule's runbook; the first eight are told.</param>
    public static string Of(Finding finding, IReadOnlyList<string> runbook)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            FindingJson.WriteProperties(writer, BoundedFinding.Of(finding) with { Alert = AlertState.Sent });
            writer.WriteStartArray("runbook");
            foreach (var step in runbook.Take(AlertText.MaxSteps)) writer.WriteStringValue(AlertText.Data(step));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.ASCII.GetString(json.ToArray());
    }
}
