using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Alerts;

/// <summary>An alert for a chat channel, as a custom notification of Amazon Q Developer in chat applications (formerly AWS Chatbot).</summary>
/// <remarks>
/// The schema, version 1.0: "Custom notifications" in the administrator guide of Amazon Q Developer in chat applications. Its texts are
/// Markdown as the chat client understands it, so everything that is not this product's own word stands in a code span.
/// </remarks>
public static partial class ChatNotification
{
    // What Slack shows in one section.
    private const int MaxDescriptionLength = 3_000;
    private const int MaxTitleLength = 120;
    private const int MaxKeywords = 10;

    // Not the default one: what it escapes beyond JSON's needs is harmless in code spans, and would be escaped once more further out.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The notification as JSON.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="runbook">The steps of its rule's runbook; the first eight are told.</param>
    /// <param name="table">The DynamoDB table that keeps it, for the command that shows it; null when it is kept elsewhere.</param>
    public static string Of(Finding finding, IReadOnlyList<string> runbook, string? table)
    {
        var headline = $"[{FindingWords.Level(finding.Rule.Severity).ToUpperInvariant()}] {AlertText.Code(finding.Rule.Title, MaxTitleLength)} in {AlertText.Code(finding.Key.AccountId)}";
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("version", "1.0");
            writer.WriteString("source", "custom");
            writer.WriteString("id", finding.Id.ToString());
            WriteContent(writer, finding, headline, [.. NextSteps(finding, runbook, table)]);
            WriteMetadata(writer, finding, headline);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }

    private static void WriteContent(Utf8JsonWriter writer, Finding finding, string headline, string[] nextSteps)
    {
        writer.WriteStartObject("content");
        writer.WriteString("textType", "client-markdown");
        writer.WriteString("title", headline);
        writer.WriteString("description", Description(finding));
        writer.WriteStartArray("nextSteps");
        foreach (var step in nextSteps) writer.WriteStringValue(step);
        writer.WriteEndArray();
        writer.WriteStartArray("keywords");
        writer.WriteStringValue(FindingWords.Level(finding.Rule.Severity));
        foreach (var tag in finding.Rule.Techniques.Concat(finding.Rule.Tactics).Where(tag => Keyword().IsMatch(tag)).Take(MaxKeywords)) writer.WriteStringValue(tag);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, Finding finding, string headline)
    {
        writer.WriteStartObject("metadata");
        // An alert that is repeated joins the first one's thread.
        writer.WriteString("threadId", finding.Id.ToString());
        writer.WriteString("summary", headline);
        writer.WriteString("eventType", "CloudTrail finding");
        writer.WriteStartArray("relatedResources");
        if (finding.Activity.Actor is { } actor) writer.WriteStringValue(AlertText.Code(actor));
        writer.WriteEndArray();
        writer.WriteStartObject("additionalContext");
        writer.WriteString("severity", FindingWords.Level(finding.Rule.Severity));
        writer.WriteString("account", AlertText.Code(finding.Key.AccountId));
        writer.WriteString("rule", AlertText.Code(finding.Rule.Id));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Description(Finding finding)
    {
        var activity = finding.Activity;
        (string Name, IEnumerable<string> Values)[] facts =
        [
            ("Who", [AlertText.Code(activity.Actor)]),
            ("When (UTC)", [AlertText.Code(FindingWords.When(activity))]),
            ("Where from", Codes(activity.SourceAddresses)),
            ("Calls", Codes(activity.EventNames)),
            ("Regions", Codes(activity.Regions)),
            ("Events", [AlertText.Code(FindingWords.Count(finding))]),
            ("Group", AlertProse.GroupBesidesActor(finding).Select(field => $"{AlertText.Code(field.Field)} {AlertText.Code(field.Value)}")),
        ];
        var text = new StringBuilder();
        foreach (var (name, values) in facts)
        {
            var separator = text.Length == 0 ? $"{name}: " : $"\n{name}: ";
            foreach (var value in values)
            {
                // Whole code spans or none: half of one would mark up what follows it.
                if (text.Length + separator.Length + value.Length + 2 > MaxDescriptionLength) return text.Append('…').ToString();
                text.Append(separator).Append(value);
                separator = ", ";
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> NextSteps(Finding finding, IReadOnlyList<string> runbook, string? table)
    {
        foreach (var step in runbook.Take(AlertText.MaxSteps)) yield return AlertText.Code(step);
        if (runbook.Count > AlertText.MaxSteps) yield return "and more";
        yield return $"Look at it: {AlertText.Code(AlertProse.ShowCommand(finding, table))}";
    }

    private static IEnumerable<string> Codes(BoundedSet values)
    {
        foreach (var value in values) yield return AlertText.Code(value);
        if (values.HasMore) yield return "and more";
        if (values.Count == 0) yield return AlertText.Code(null);
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Keyword();
}
