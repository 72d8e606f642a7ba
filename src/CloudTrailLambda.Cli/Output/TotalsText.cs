using System.Globalization;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Matching;
using Spectre.Console;

namespace CloudTrailLambda.Cli.Output;

/// <summary>The line of totals at the end of a scan, and what its reader should know besides.</summary>
internal static class TotalsText
{
    private const int MaxTitlesNamed = 3;

    /// <summary>Part of the result for people; beside JSON, which is for programs, a message.</summary>
    public static void Write(Terminal terminal, OutputFormat format, RunTotals totals, int findings, int newFindings, TimeSpan elapsed)
    {
        var perSecond = elapsed > TimeSpan.Zero ? totals.Records / elapsed.TotalSeconds : 0;
        var line = string.Join(", ",
            Counted(totals.Objects, "file"),
            Counted(totals.Records, "record"),
            Counted(totals.Duplicates, "duplicate"),
            Counted(totals.BadRecords, "bad record"),
            Counted(totals.Matches, "match", "matches"),
            $"{Counted(findings, "finding")} ({Number(newFindings)} new)",
            $"{Number((long)perSecond)} records/s");
        if (format == OutputFormat.Table) terminal.Output.WriteLine(line);
        else terminal.Say(line);
    }

    public static void WriteWarnings(Terminal terminal, RunTotals totals, DetectionRules rules)
    {
        if (totals.Faults > 0) terminal.Say("What the messages above name could not be read. Everything else was.");
        if (totals.RegexTimeouts > 0) terminal.Say($"Regular expressions gave up on {Counted(totals.RegexTimeouts, "text")}, which count as not matching. Simplify the expressions.");
        if (totals.MatchesWithoutTime > 0) terminal.Say($"Matches without a time, which correlations cannot see: {Number(totals.MatchesWithoutTime)}");
        var others = rules.NotEvaluated.ToArray();
        if (others.Length > 0) terminal.Say($"Left out, for other log sources: {Counted(others.Length, "rule")}: {string.Join(", ", others.Take(MaxTitlesNamed))}{(others.Length > MaxTitlesNamed ? ", …" : "")}");
    }

    private static string Counted(long count, string one, string? many = null) => $"{Number(count)} {(count == 1 ? one : many ?? one + "s")}";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
