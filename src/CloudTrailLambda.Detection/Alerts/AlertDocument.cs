using System.Text;
using System.Text.Json;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Alerts;

/// <summary>An alert for programs: the finding as <see cref="FindingJson"/> writes it, with short texts.</summary>
public static class AlertDocument
{
    /// <summary>One JSON object in plain ASCII. Its alert is sent: that is what it is to whoever reads this.</summary>
    public static string Of(Finding finding)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json)) FindingJson.Write(writer, BoundedFinding.Of(finding) with { Alert = AlertState.Sent });
        return Encoding.ASCII.GetString(json.ToArray());
    }
}
