using CloudTrailLambda.Cli.Coverage;
using Spectre.Console;

namespace CloudTrailLambda.Cli.Output;

/// <summary>The monitoring controls of the CIS benchmark, each with its rules.</summary>
internal static class CisTable
{
    public static void Write(IAnsiConsole console, CoverageReport report)
    {
        console.WriteLine($"CIS AWS Foundations Benchmark {CisBenchmark.Version}, section 4: monitoring");
        var folders = report.Folders;
        for (var i = 0; folders.AreSeveral && i < folders.Paths.Count; i++) console.WriteLine($"{CoverageTable.KeyOf(i)} = {Detection.Findings.PrintableText.Of(folders.Paths[i])}");
        foreach (var (control, rules) in report.Controls)
        {
            console.WriteLine();
            console.WriteLine($"{control.Number.PadRight(5)} {control.Subject}");
            if (rules.Count == 0) console.WriteLine("      NO RULE");
            foreach (var rule in rules) CoverageTable.WriteRule(console, rule, folders);
        }

        console.WriteLine();
        console.WriteLine($"{report.Controls.Count(control => control.Rules.Count > 0)} of {report.Controls.Count} controls have a rule");
    }
}
