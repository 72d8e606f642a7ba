using System.Text.Json;
using CloudTrailLambda.Cli.Coverage;

namespace CloudTrailLambda.Cli.Output;

/// <summary>Everything about coverage as one JSON document: <c>attack</c>, <c>cis</c>, <c>duplicates</c> and the <c>rules</c> that they name by index.</summary>
internal static class CoverageDocument
{
    public static void Write(Stream output, CoverageReport report)
    {
        var indexes = report.Rules.Select((rule, i) => (rule, i)).ToDictionary(pair => pair.rule, pair => pair.i);
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("attackVersion", AttackMatrix.Known.Version);
            writer.WriteStartArray("attack");
            foreach (var tactic in report.Tactics) Write(writer, tactic, indexes);
            writer.WriteEndArray();
            writer.WriteString("cisVersion", CisBenchmark.Version);
            writer.WriteStartArray("cis");
            foreach (var control in report.Controls) Write(writer, control, indexes);
            writer.WriteEndArray();
            writer.WriteStartArray("duplicates");
            foreach (var overlap in report.Overlaps) Write(writer, overlap, indexes);
            writer.WriteEndArray();
            writer.WriteStartArray("rules");
            foreach (var rule in report.Rules) Write(writer, rule, report.Folders);
            writer.WriteEndArray();
            writer.WriteNumber("waitingForLists", report.WaitingCount);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter writer, TacticCoverage coverage, Dictionary<CountedRule, int> indexes)
    {
        writer.WriteStartObject();
        writer.WriteString("id", coverage.Tactic.Id);
        writer.WriteString("tactic", coverage.Tactic.Tag);
        writer.WriteString("name", coverage.Tactic.Name);
        writer.WriteStartArray("techniques");
        foreach (var technique in coverage.Techniques)
        {
            writer.WriteStartObject();
            writer.WriteString("id", technique.Technique.Id);
            writer.WriteString("name", technique.Technique.Name);
            writer.WriteString("highestLevel", technique.Highest?.ToString().ToLowerInvariant());
            WriteIndexes(writer, technique.Rules, indexes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, CisCoverage coverage, Dictionary<CountedRule, int> indexes)
    {
        writer.WriteStartObject();
        writer.WriteString("control", coverage.Control.Number);
        writer.WriteString("subject", coverage.Control.Subject);
        WriteIndexes(writer, coverage.Rules, indexes);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RuleOverlap overlap, Dictionary<CountedRule, int> indexes)
    {
        writer.WriteStartObject();
        writer.WriteString("technique", overlap.Technique);
        writer.WriteStartArray("calls");
        foreach (var call in overlap.Calls) writer.WriteStringValue(call);
        writer.WriteEndArray();
        WriteIndexes(writer, [overlap.First, overlap.Second], indexes);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, CountedRule rule, RuleFolders folders)
    {
        writer.WriteStartObject();
        writer.WriteString("id", rule.Header.Id);
        writer.WriteString("title", rule.Header.Title);
        writer.WriteString("kind", rule.IsCorrelation ? "correlation" : "rule");
        writer.WriteString("level", rule.Header.Level.ToString().ToLowerInvariant());
        writer.WriteString("folder", folders.Paths[rule.Folder]);
        writer.WriteString("file", rule.Header.Location.File);
        writer.WriteEndObject();
    }

    private static void WriteIndexes(Utf8JsonWriter writer, IReadOnlyList<CountedRule> rules, Dictionary<CountedRule, int> indexes)
    {
        writer.WriteStartArray("rules");
        foreach (var rule in rules) writer.WriteNumberValue(indexes[rule]);
        writer.WriteEndArray();
    }
}
