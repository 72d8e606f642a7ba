using System.Globalization;
using CloudTrailLambda.Cli.Coverage;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma.Rules;
using Spectre.Console;

namespace CloudTrailLambda.Cli.Output;

/// <summary>
/// ATT&amp;CK's matrix as a list, tactic by tactic: what has rules, what has none; with several folders also which rules, and which may be
/// the same. In columns of its own: a table that wraps its cells is no longer one on 100 columns.
/// </summary>
internal static class CoverageTable
{
    private const int NameEnd = 60;
    private const int CountWidth = 4;

    public static void Write(IAnsiConsole console, CoverageReport report)
    {
        var folders = report.Folders;
        for (var i = 0; folders.AreSeveral && i < folders.Paths.Count; i++) console.WriteLine($"{KeyOf(i)} = {PrintableText.Of(folders.Paths[i])}");
        foreach (var tactic in report.Tactics.Where(tactic => tactic.Techniques.Count > 0))
        {
            console.WriteLine();
            console.Write(new Text($"{PrintableText.Of(tactic.Tactic.Name)}\n", new Style(decoration: Decoration.Bold)));
            foreach (var technique in tactic.Techniques) Write(console, technique, folders);
        }

        if (folders.AreSeveral) Write(console, report.Overlaps);
        console.WriteLine();
        WriteTotals(console, report);
    }

    /// <summary>The letter that stands for a folder.</summary>
    public static string KeyOf(int folder) => folder < 26 ? $"{(char)('A' + folder)}" : (folder + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>One rule in a list of them.</summary>
    public static void WriteRule(IAnsiConsole console, CountedRule rule, RuleFolders folders)
    {
        console.Write(new Text(folders.AreSeveral ? $"      {KeyOf(rule.Folder)} " : "      "));
        console.Write(new Text(LevelOf(rule.Header.Level).PadRight(14), StyleOf(rule.Header.Level)));
        console.WriteLine(PrintableText.Of(rule.Header.Title));
    }

    private static void Write(IAnsiConsole console, TechniqueCoverage coverage, RuleFolders folders)
    {
        var (technique, rules) = coverage;
        var label = $"{(technique.IsSubTechnique ? "    " : "  ")}{technique.Id.PadRight(technique.IsSubTechnique ? 9 : 11)}  {technique.Name}";
        console.Write(new Text(PrintableText.Of(label).PadRight(NameEnd)));
        if (coverage.Highest is not { } highest)
        {
            console.WriteLine("-".PadLeft(CountWidth));
            return;
        }

        console.Write(new Text($"{rules.Count.ToString(CultureInfo.InvariantCulture).PadLeft(CountWidth)}  "));
        console.Write(new Text($"{LevelOf(highest)}\n", StyleOf(highest)));
        if (!folders.AreSeveral) return;
        foreach (var rule in rules.OrderBy(rule => rule.Folder)) WriteRule(console, rule, folders);
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<RuleOverlap> overlaps)
    {
        console.WriteLine();
        console.WriteLine(overlaps.Count == 0
            ? "Duplicates: no rules of different folders have a technique and a call in common."
            : "Likely duplicates: rules of different folders with a technique and a call in common");
        foreach (var technique in overlaps.GroupBy(overlap => overlap.Technique, StringComparer.Ordinal))
        {
            console.WriteLine();
            console.WriteLine(PrintableText.Of($"{technique.Key} {AttackMatrix.Known.Find(technique.Key)?.Name}".TrimEnd()));
            foreach (var group in technique.GroupBy(overlap => overlap.Second))
            {
                console.WriteLine($"  {KeyOf(group.Key.Folder)} {PrintableText.Of(group.Key.Header.Title)}");
                foreach (var (_, calls, first, _) in group) console.WriteLine($"    {KeyOf(first.Folder)} {PrintableText.Of(first.Header.Title)}: {PrintableText.Of(string.Join(", ", calls))}");
            }
        }
    }

    private static void WriteTotals(IAnsiConsole console, CoverageReport report)
    {
        var techniques = report.Tactics.SelectMany(tactic => tactic.Techniques).Where(technique => technique.Rules.Count > 0).Select(technique => technique.Technique.Id).Distinct(StringComparer.Ordinal).Count();
        var tactics = report.Tactics.Count(tactic => tactic.Techniques.Any(technique => technique.Rules.Count > 0));
        console.WriteLine($"{report.Rules.Count} rules and correlations, {techniques} techniques in {tactics} tactics of ATT&CK {AttackMatrix.Known.Version}; without a technique: {report.WithoutTechnique.Count()}");
        if (report.WaitingCount > 0) console.WriteLine($"Not counted, since they wait for a list: {report.WaitingCount}; trail rules lint shows them");
    }

    private static string LevelOf(Level level) => level.ToString().ToLowerInvariant();

    private static Style StyleOf(Level level) => FindingTable.StyleOf((Severity)level);
}
