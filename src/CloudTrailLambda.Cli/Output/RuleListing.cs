using System.Text.Json;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;
using Spectre.Console;

namespace CloudTrailLambda.Cli.Output;

/// <summary>Rules and correlations that are reported, most severe first.</summary>
internal static class RuleListing
{
    public static void Write(OutputFormat format, RuleSet rules, Terminal terminal)
    {
        var entries = Entries(rules);
        if (format == OutputFormat.Table)
        {
            WriteTable(entries, terminal.Output);
            return;
        }

        foreach (var lines in format == OutputFormat.Json ? [entries] : entries.Select(entry => new[] { entry }))
        {
            using (var writer = new Utf8JsonWriter(terminal.Results, new JsonWriterOptions { Indented = format == OutputFormat.Json }))
            {
                if (format == OutputFormat.Json) writer.WriteStartArray();
                foreach (var entry in lines) Write(writer, entry);
                if (format == OutputFormat.Json) writer.WriteEndArray();
            }

            terminal.Results.Write("\n"u8);
        }
    }

    private static Entry[] Entries(RuleSet rules) =>
    [
        .. rules.Rules.Where((_, i) => rules.IsReported[i]).Select(rule => new Entry("rule", rule.Header, rule.WaitsFor))
            .Concat(rules.Correlations.Select(correlation => new Entry("correlation", correlation.Header, correlation.WaitsFor)))
            .OrderByDescending(entry => entry.Header.Level).ThenBy(entry => entry.Header.Title, StringComparer.Ordinal),
    ];

    private static void WriteTable(Entry[] entries, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Level", "Technique", "Title", "Id");
        foreach (var (_, header, waitsFor) in entries)
        {
            table.AddRow(
                new Text(header.Level.ToString().ToLowerInvariant(), FindingTable.StyleOf((Detection.Findings.Severity)header.Level)),
                new Text(string.Join(", ", header.Techniques)),
                new Text(PrintableText.Of(waitsFor.Count == 0 ? header.Title : $"{header.Title} (inactive: {string.Join(", ", waitsFor.Select(list => $"%{list.Name}%"))})")),
                new Text(PrintableText.Of(header.Id)));
        }

        console.Write(table);
    }

    private static void Write(Utf8JsonWriter writer, Entry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("id", entry.Header.Id);
        writer.WriteString("title", entry.Header.Title);
        writer.WriteString("kind", entry.Kind);
        writer.WriteString("level", entry.Header.Level.ToString().ToLowerInvariant());
        WriteTexts(writer, "tactics", entry.Header.Tactics);
        WriteTexts(writer, "techniques", entry.Header.Techniques);
        WriteTexts(writer, "waitsFor", entry.WaitsFor.Select(list => list.Name));
        writer.WriteString("file", entry.Header.Location.File);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private sealed record Entry(string Kind, RuleHeader Header, IReadOnlyList<PlaceholderUse> WaitsFor);
}
