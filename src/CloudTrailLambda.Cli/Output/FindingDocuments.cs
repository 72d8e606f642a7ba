using System.Text.Json;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Configuration;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Cli.Output;

/// <summary>What commands print as JSON: lists of findings, and one finding with its events.</summary>
internal static class FindingDocuments
{
    public static void WriteDocument(Stream output, IReadOnlyList<Finding> findings, RunTotals? totals)
    {
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("findings");
            foreach (var finding in findings) FindingJson.Write(writer, finding);
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
            using (var writer = new Utf8JsonWriter(output)) FindingJson.Write(writer, finding);
            output.Write("\n"u8);
        }
    }

    public static void WriteDetail(Stream output, FindingDetail detail, IReadOnlyList<string> runbook, IReadOnlyList<ConfigurationChange> changes)
    {
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("finding");
            FindingJson.Write(writer, detail.Finding);
            writer.WriteStartArray("runbook");
            foreach (var step in runbook) writer.WriteStringValue(step);
            writer.WriteEndArray();
            writer.WriteStartArray("events");
            foreach (var kept in detail.Events) WriteEvent(writer, kept);
            writer.WriteEndArray();
            writer.WriteStartArray("configurationChanges");
            foreach (var change in changes) WriteChange(writer, change);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
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
            writer.WriteRawValue(PrintableText.Json(record.Span), skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter writer, ConfigurationChange change)
    {
        writer.WriteStartObject();
        writer.WriteString("resourceType", change.ResourceType);
        writer.WriteString("resourceId", change.ResourceId);
        writer.WriteString("resourceName", change.ResourceName);
        writer.WriteString("arn", change.Arn);
        writer.WriteString("region", change.Region);
        writer.WriteString("capturedAt", change.CapturedAt.UtcDateTime);
        if (change.PreviouslyCapturedAt is { } before) writer.WriteString("previouslyCapturedAt", before.UtcDateTime);
        else writer.WriteNull("previouslyCapturedAt");
        writer.WriteString("status", change.Status);
        writer.WriteStartArray("eventIds");
        foreach (var eventId in change.EventIds) writer.WriteStringValue(eventId);
        writer.WriteEndArray();
        writer.WriteStartArray("differences");
        foreach (var difference in change.Differences)
        {
            writer.WriteStartObject();
            writer.WriteString("path", difference.Path);
            writer.WriteString("before", difference.Before);
            writer.WriteString("after", difference.After);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("hasMore", change.HasMore);
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
}
