using System.Globalization;
using CloudTrailLambda.Detection.Findings;
using Spectre.Console;

namespace CloudTrailLambda.Cli.Output;

/// <summary>Findings as people read them: most severe first; what, who, where from, when, how often.</summary>
internal static class FindingTable
{
    private const int IdDigits = 8;
    private const int MaxAddresses = 2;

    // One name that an attacker chose must not push every other column out of sight; `findings show` has it in full.
    private const int MaxCellLength = 80;

    public static void Write(IAnsiConsole console, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
        {
            console.WriteLine("No findings.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("Severity", NoWrap).AddColumns("What", "Who", "Where from", "When (UTC)").AddColumn("Events", NoWrap).AddColumn("Id", NoWrap);
        foreach (var finding in findings)
        {
            table.AddRow(
                new Text(finding.Rule.Severity.ToString().ToLowerInvariant(), StyleOf(finding.Rule.Severity)),
                Cell(finding.Rule.Title),
                Cell(FindingWords.Who(finding)),
                Cell(WhereFrom(finding.Activity.SourceAddresses)),
                Cell(FindingWords.When(finding.Activity)),
                Cell(FindingWords.Count(finding)),
                Cell(finding.Id.ToString()[..IdDigits]));
        }

        console.Write(table);
    }

    public static Style StyleOf(Severity severity) => severity switch
    {
        Severity.Critical => new Style(Color.White, Color.Red),
        Severity.High => new Style(Color.Red),
        Severity.Medium => new Style(Color.Yellow),
        Severity.Low => new Style(Color.Aqua),
        _ => Style.Plain,
    };

    private static string WhereFrom(BoundedSet addresses)
    {
        var shown = string.Join(", ", addresses.Take(MaxAddresses));
        return addresses.Count > MaxAddresses ? $"{shown}, …" : shown;
    }

    private static void NoWrap(TableColumn column) => column.NoWrap();

    private static Text Cell(string text) => new(PrintableText.Of(text.Length <= MaxCellLength ? text : $"{text[..(MaxCellLength - 1)]}…"));
}
