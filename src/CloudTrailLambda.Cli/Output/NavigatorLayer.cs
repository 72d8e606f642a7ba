using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CloudTrailLambda.Cli.Coverage;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Cli.Output;

/// <summary>
/// Coverage as a layer of the ATT&amp;CK Navigator, to be opened there with "Open Existing Layer". The format is 4.5, as the Navigator's
/// repository describes it in <c>layers/spec/v4.5/layerformat.md</c>.
/// </summary>
internal static class NavigatorLayer
{
    /// <summary>Of the layer format, and the first version of the Navigator that reads it.</summary>
    private const string FormatVersion = "4.5";

    private const string NavigatorVersion = "4.9.0";
    private const string FewestColor = "#cfe5ff";
    private const string MostColor = "#08519c";

    public static void Write(Stream output, CoverageReport report)
    {
        var scored = Scored(report).ToArray();
        var most = scored.Select(pair => pair.Technique.Rules.Count).DefaultIfEmpty(1).Max();
        // Titles are for people: without the encoding for web pages, in which an apostrophe becomes \u0027.
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            WriteHead(writer, report);
            writer.WriteStartArray("techniques");
            foreach (var (tactic, technique) in scored) Write(writer, tactic, technique, report.Folders);
            writer.WriteEndArray();
            WriteColors(writer, most);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    // Of a technique that the table here does not have it is not known which tactics the Navigator has it in: without one it colours all.
    private static IEnumerable<(string? Tactic, TechniqueCoverage Technique)> Scored(CoverageReport report)
    {
        var all = report.Tactics.SelectMany(tactic => tactic.Techniques.Where(technique => technique.Rules.Count > 0).Select(technique => (tactic.Tactic.Tag, Technique: technique))).ToArray();
        foreach (var (tactic, technique) in all.Where(pair => pair.Technique.Technique.Tactics.Count > 0)) yield return (tactic, technique);
        foreach (var unknown in all.Where(pair => pair.Technique.Technique.Tactics.Count == 0).Select(pair => pair.Technique).GroupBy(technique => technique.Technique.Id, StringComparer.Ordinal))
        {
            yield return (null, unknown.First() with { Rules = [.. unknown.SelectMany(technique => technique.Rules).Distinct()] });
        }
    }

    private static void WriteHead(Utf8JsonWriter writer, CoverageReport report)
    {
        writer.WriteString("name", "CloudTrail Lambda: coverage");
        writer.WriteStartObject("versions");
        writer.WriteString("attack", AttackMatrix.Known.Version.Split('.')[0]);
        writer.WriteString("navigator", NavigatorVersion);
        writer.WriteString("layer", FormatVersion);
        writer.WriteEndObject();
        writer.WriteString("domain", "enterprise-attack");
        writer.WriteString("description", $"The number of rules for each technique. Rules and correlations: {report.Rules.Count}, from {string.Join(", ", report.Folders.Paths.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path))))}");
        // No filter for platforms: it would hide what rules find on instances and in containers.
        writer.WriteStartObject("layout");
        writer.WriteString("layout", "side");
        writer.WriteBoolean("showID", value: true);
        writer.WriteBoolean("showName", value: true);
        writer.WriteString("expandedSubtechniques", "annotated");
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string? tactic, TechniqueCoverage coverage, RuleFolders folders)
    {
        writer.WriteStartObject();
        writer.WriteString("techniqueID", coverage.Technique.Id);
        if (tactic is not null) writer.WriteString("tactic", tactic);
        writer.WriteNumber("score", coverage.Rules.Count);
        writer.WriteString("comment", string.Join('\n', coverage.Rules.Select(rule => folders.AreSeveral ? $"{folders.Paths[rule.Folder]}: {rule.Header.Title}" : rule.Header.Title)));
        writer.WriteBoolean("enabled", value: true);
        writer.WriteStartArray("metadata");
        WritePair(writer, "name", "highest level", "value", coverage.Highest is { } level ? NameOf(level) : "");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteColors(Utf8JsonWriter writer, int most)
    {
        writer.WriteStartObject("gradient");
        writer.WriteStartArray("colors");
        writer.WriteStringValue(FewestColor);
        writer.WriteStringValue(MostColor);
        writer.WriteEndArray();
        writer.WriteNumber("minValue", 0);
        writer.WriteNumber("maxValue", most);
        writer.WriteEndObject();
        writer.WriteStartArray("legendItems");
        WritePair(writer, "label", "one rule", "color", FewestColor);
        WritePair(writer, "label", string.Create(CultureInfo.InvariantCulture, $"{most} rules"), "color", MostColor);
        writer.WriteEndArray();
    }

    private static void WritePair(Utf8JsonWriter writer, string firstName, string first, string secondName, string second)
    {
        writer.WriteStartObject();
        writer.WriteString(firstName, first);
        writer.WriteString(secondName, second);
        writer.WriteEndObject();
    }

    private static string NameOf(Level level) => level.ToString().ToLowerInvariant();
}
