using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.Sns;

/// <summary>A finding as one message to everybody: people get prose, the chat service its JSON, programs theirs.</summary>
internal static class AlertMessage
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static SnsMessage Of(Finding finding, IReadOnlyList<string> runbook, string? table) => new()
    {
        Text = Envelope(
            ("default", AlertDocument.Of(finding, runbook)),
            ("email", AlertProse.Of(finding, runbook, table)),
            ("https", ChatNotification.Of(finding, runbook, table))),
        IsStructured = true,
        Subject = AlertSubject.Of(finding),
        Attributes = Attributes(("severity", FindingWords.Level(finding.Rule.Severity)), ("account", finding.Key.AccountId), ("rule", finding.Rule.Id)),
    };

    private static string Envelope(params (string Protocol, string Text)[] texts)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Options))
        {
            writer.WriteStartObject();
            foreach (var (protocol, text) in texts) writer.WriteString(protocol, text);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }

    // SNS refuses a message for an empty value, and for characters that XML cannot write.
    private static Dictionary<string, string> Attributes(params (string Name, string Value)[] attributes) => attributes
        .Where(attribute => attribute.Value.Length > 0)
        .ToDictionary(attribute => attribute.Name, attribute => AlertAttribute.Of(attribute.Value), StringComparer.Ordinal);
}
