using System.Text.Json;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>A finding as JSON for programs, the same from the command line and in alerts.</summary>
public static class FindingJson
{
    /// <summary>Writes one object. Names are lower camel case, times ISO 8601 UTC, levels those of Sigma.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="finding">The finding.</param>
    /// <param name="bound">Applied to each text that comes from a log record; null leaves them as they are.</param>
    public static void Write(Utf8JsonWriter writer, Finding finding, Func<string, string>? bound = null)
    {
        string? Bounded(string? text) => text is null || bound is null ? text : bound(text);

        writer.WriteStartObject();
        writer.WriteString("id", finding.Id.ToString());
        WriteRule(writer, finding.Rule);
        writer.WriteString("accountId", Bounded(finding.Key.AccountId));
        writer.WriteStartObject("group");
        foreach (var field in finding.Key.Group) writer.WriteString(field.Field, Bounded(field.Value));
        writer.WriteEndObject();
        writer.WriteString("windowStart", finding.Key.Window.Start.UtcDateTime);
        writer.WriteNumber("windowSeconds", finding.Key.Window.Length.TotalSeconds);
        writer.WriteString("actor", Bounded(finding.Activity.Actor));
        WriteTexts(writer, "sourceAddresses", finding.Activity.SourceAddresses.Select(Bounded));
        WriteTexts(writer, "eventNames", finding.Activity.EventNames.Select(Bounded));
        WriteTexts(writer, "regions", finding.Activity.Regions.Select(Bounded));
        writer.WriteString("firstEventTime", finding.Activity.FirstEventTime.UtcDateTime);
        writer.WriteString("lastEventTime", finding.Activity.LastEventTime.UtcDateTime);
        writer.WriteNumber("eventCount", finding.EventCount);
        writer.WriteBoolean("countIsApproximate", finding.CountIsApproximate);
        writer.WriteString("status", finding.Status.ToString().ToLowerInvariant());
        writer.WriteString("alert", finding.Alert.ToString().ToLowerInvariant());
        writer.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter writer, FindingRule rule)
    {
        writer.WriteStartObject("rule");
        writer.WriteString("id", rule.Id);
        writer.WriteString("title", rule.Title);
        writer.WriteString("level", FindingWords.Level(rule.Severity));
        WriteTexts(writer, "tactics", rule.Tactics);
        WriteTexts(writer, "techniques", rule.Techniques);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string?> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
