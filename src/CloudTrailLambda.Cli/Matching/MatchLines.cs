using System.Text.Json;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Cli.Matching;

/// <summary>Writes matches as JSON, one object a line.</summary>
internal sealed class MatchLines(Stream output)
{
    /// <summary>A rule matched a record. Fields that the record does not have are null.</summary>
    public void Write(RuleHeader rule, string? eventId, string? eventTime, string? eventName, string file) => WriteLine(writer =>
    {
        WriteRule(writer, rule);
        writer.WriteString("eventID", eventId);
        writer.WriteString("eventTime", eventTime);
        writer.WriteString("eventName", eventName);
        writer.WriteString("file", file);
    });

    /// <summary>A correlation was fulfilled.</summary>
    public void Write(RuleHeader correlation, Fulfilment fulfilment) => WriteLine(writer =>
    {
        WriteRule(writer, correlation);
        writer.WriteStartObject("group");
        foreach (var (field, value) in fulfilment.Group) writer.WriteString(field, value);
        writer.WriteEndObject();
        writer.WriteStartArray("eventIDs");
        foreach (var eventId in fulfilment.EventIds) writer.WriteStringValue(eventId);
        writer.WriteEndArray();
        writer.WriteString("firstEventTime", fulfilment.FirstEventTime.UtcDateTime);
        writer.WriteString("lastEventTime", fulfilment.LastEventTime.UtcDateTime);
    });

    private void WriteLine(Action<Utf8JsonWriter> members)
    {
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteRule(Utf8JsonWriter writer, RuleHeader rule)
    {
        writer.WriteStartObject("rule");
        writer.WriteString("id", rule.Id);
        writer.WriteString("title", rule.Title);
        writer.WriteString("level", rule.HasLevel ? rule.Level.ToString().ToLowerInvariant() : null);
        writer.WriteEndObject();
    }
}
