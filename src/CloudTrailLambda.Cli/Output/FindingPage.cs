using System.Globalization;
using CloudTrailLambda.Detection.Configuration;
using CloudTrailLambda.Detection.Findings;
using Spectre.Console;

namespace CloudTrailLambda.Cli.Output;

/// <summary>One finding in full: what it is, what to do, event by event what happened, and what changed with that.</summary>
internal static class FindingPage
{
    public static void Write(IAnsiConsole console, FindingDetail detail, IReadOnlyList<string> runbook, IReadOnlyList<ConfigurationChange> changes)
    {
        var finding = detail.Finding;
        console.Write(new Text(PrintableText.Of(finding.Rule.Title), FindingTable.StyleOf(finding.Rule.Severity)));
        console.WriteLine();
        var facts = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        Fact(facts, "Id", finding.Id.ToString());
        Fact(facts, "Severity", finding.Rule.Severity.ToString().ToLowerInvariant());
        Fact(facts, "Rule", finding.Rule.Id);
        Fact(facts, "ATT&CK", string.Join(", ", [.. finding.Rule.Tactics, .. finding.Rule.Techniques]));
        Fact(facts, "Who", FindingWords.Who(finding));
        Fact(facts, "Group", finding.Key.Group.ToString());
        Fact(facts, "Where from", finding.Activity.SourceAddresses.ToString());
        Fact(facts, "Regions", finding.Activity.Regions.ToString());
        Fact(facts, "Calls", finding.Activity.EventNames.ToString());
        Fact(facts, "When (UTC)", FindingWords.When(finding.Activity));
        Fact(facts, "Events", FindingWords.Count(finding));
        Fact(facts, "Status", finding.Status.ToString().ToLowerInvariant());
        console.Write(facts);
        WriteRunbook(console, runbook);
        WriteEvents(console, detail.Events);
        foreach (var change in changes) WriteChange(console, change);
        console.WriteLine("The earliest records in full: --output json");
    }

    private static void WriteRunbook(IAnsiConsole console, IReadOnlyList<string> runbook)
    {
        if (runbook.Count == 0) return;
        console.WriteLine();
        console.WriteLine("What to do:");
        var steps = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(1)).AddColumn();
        foreach (var (index, step) in runbook.Index()) Fact(steps, string.Create(CultureInfo.InvariantCulture, $"{index + 1}."), step);
        console.Write(steps);
    }

    private static void WriteEvents(IAnsiConsole console, IReadOnlyList<KeptEvent> events)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Time (UTC)", "Call", "Region", "From", "Error", "Event id", "File");
        foreach (var kept in events)
        {
            var e = kept.Event;
            table.AddRow(
                Cell(Time(e.EventTime)),
                Cell(e.EventSource is null ? e.EventName : $"{e.EventSource.Split('.')[0]}:{e.EventName}"),
                Cell(e.Region),
                Cell(e.SourceAddress),
                Cell(e.ErrorCode),
                Cell(e.EventId),
                Cell(kept.LogObject));
        }

        console.Write(table);
    }

    private static void WriteChange(IAnsiConsole console, ConfigurationChange change)
    {
        var name = change.ResourceName is null || change.ResourceName == change.ResourceId ? change.ResourceId : $"{change.ResourceId} ({change.ResourceName})";
        console.WriteLine($"{change.ResourceType} {name}, as AWS Config captured it at {Time(change.CapturedAt)}: {change.Status}");
        if (change.PreviouslyCapturedAt is null)
        {
            console.WriteLine("  What it was like before is not known.");
            return;
        }

        if (change.Differences.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("What", $"Before ({Time(change.PreviouslyCapturedAt.Value)})", "After");
        foreach (var difference in change.Differences) table.AddRow(Cell(difference.Path), Cell(difference.Before), Cell(difference.After));
        if (change.HasMore) table.AddRow(Cell("…"));
        console.Write(table);
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static void Fact(Grid grid, string name, string value) => grid.AddRow(new Text(name), Cell(value));

    private static Text Cell(string? text) => new(PrintableText.Of(text));
}
