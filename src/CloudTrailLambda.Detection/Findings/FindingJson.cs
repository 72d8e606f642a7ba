using System.Text.Json;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>A finding as JSON for programs, the same from the command line and in alerts.</summary>
public static class FindingJson
{
    /// <summary>Writes one object. Names are lower camel case, times ISO 8601 UTC, levels those of Sigma.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="finding">The finding.</param>
    public static void Write(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        WriteProperties(writer, finding);
        writer.WriteEndObject();
    }

    /// <summary>The same without the braces, for objects that say more.</summary>
    internal static void WriteProperties(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteString("id", finding.Id.ToString());
        WriteRule(writer, finding.Rule);
        writer.WriteString("accountId", finding.Key.AccountId);
        writer.WriteStartObject("group");
        foreach (var field in finding.Key.Group) writer.WriteString(field.Field, field.Value);
        writer.WriteEndObject();
        writer.WriteString("windowStart", finding.Key.Window.Start.UtcDateTime);
        writer.WriteNumber("windowSeconds", finding.Key.Window.Length.TotalSeconds);
        writer.WriteString("actor", finding.Activity.Actor);
        WriteTexts(writer, "sourceAddresses", finding.Activity.SourceAddresses);
        WriteTexts(writer, "eventNames", finding.Activity.EventNames);
        WriteTexts(writer, "regions", finding.Activity.Regions);
        writer.WriteString("firstEventTime", finding.Activity.FirstEventTime.UtcDateTime);
        writer.WriteString("lastEventTime", finding.Activity.LastEventTime.UtcDateTime);
        writer.WriteNumber("eventCount", finding.EventCount);
        writer.WriteBoolean("countIsApproximate", finding.CountIsApproximate);
        writer.WriteString("status", finding.Status.ToString().ToLowerInvariant());
        writer.WriteString("alert", finding.Alert.ToString().ToLowerInvariant());
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

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
