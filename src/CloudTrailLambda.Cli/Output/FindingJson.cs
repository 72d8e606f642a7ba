using System.Text.Json;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Cli.Output;

/// <summary>Findings as JSON for programs. Names are lower camel case, times ISO 8601 UTC, severities Sigma's levels in lower case.</summary>
internal static class FindingJson
{
    public static void WriteDocument(Stream output, IReadOnlyList<Finding> findings, RunTotals? totals)
    {
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("findings");
            foreach (var finding in findings) Write(writer, finding);
            writer.WriteEndArray();
            if (totals is not null) WriteTotals(writer, totals, findings.Count);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    public static void WriteLines(Stream output, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            using (var writer = new Utf8JsonWriter(output)) Write(writer, finding);
            output.Write("\n"u8);
        }
    }

    public static void WriteDetail(Stream output, FindingDetail detail)
    {
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("finding");
            Write(writer, detail.Finding);
            writer.WriteStartArray("events");
            foreach (var kept in detail.Events) WriteEvent(writer, kept);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("id", finding.Id.ToString());
        writer.WriteStartObject("rule");
        writer.WriteString("id", finding.Rule.Id);
        writer.WriteString("title", finding.Rule.Title);
        writer.WriteString("level", finding.Rule.Severity.ToString().ToLowerInvariant());
        WriteTexts(writer, "tactics", finding.Rule.Tactics);
        WriteTexts(writer, "techniques", finding.Rule.Techniques);
        writer.WriteEndObject();
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
        writer.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter writer, KeptEvent kept)
    {
        var e = kept.Event;
        writer.WriteStartObject();
        writer.WriteString("eventId", e.EventId);
        writer.WriteString("eventTime", e.EventTime.UtcDateTime);
        writer.WriteString("eventName", e.EventName);
        writer.WriteString("eventSource", e.EventSource);
        writer.WriteString("region", e.Region);
        writer.WriteString("sourceAddress", e.SourceAddress);
        writer.WriteString("userAgent", e.UserAgent);
        writer.WriteString("actor", e.Actor);
        writer.WriteString("errorCode", e.ErrorCode);
        writer.WriteString("logObject", kept.LogObject);
        if (e.RecordJson is { } record)
        {
            // The record was read strictly when it was matched.
            writer.WritePropertyName("record");
            writer.WriteRawValue(Printable.Json(record.Span), skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static void WriteTotals(Utf8JsonWriter writer, RunTotals totals, int findings)
    {
        writer.WriteStartObject("totals");
        writer.WriteNumber("files", totals.Objects);
        writer.WriteNumber("filesPassedOver", totals.ObjectsPassedOver);
        writer.WriteNumber("records", totals.Records);
        writer.WriteNumber("duplicates", totals.Duplicates);
        writer.WriteNumber("badRecords", totals.BadRecords);
        writer.WriteNumber("faults", totals.Faults);
        writer.WriteNumber("matches", totals.Matches);
        writer.WriteNumber("findings", findings);
        writer.WriteNumber("newEvents", totals.NewEvents);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
