using System.CommandLine;
using CloudTrailLambda.Cli.Coverage;
using CloudTrailLambda.Cli.Output;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Cli.Commands;

/// <summary><c>trail rules coverage</c>: what rules find, in the terms of ATT&amp;CK and of the CIS benchmark; several folders side by side.</summary>
internal static class CoverageCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = PathArgument.Create("Rule files or folders, compared if several; without it the rules that ship with the tool.", ArgumentArity.ZeroOrMore);
        var (placeholders, skipInvalid) = (RuleOptions.PlaceholdersOption(), RuleOptions.SkipInvalidOption());
        var output = Choice.Of<CoverageFormat>("--output", "What to show: ATT&CK's matrix, a layer for the ATT&CK Navigator, the controls of the CIS benchmark, or everything as JSON.");
        var command = new Command(
            "coverage",
            """
            Shows what rules cover: techniques of ATT&CK and monitoring controls of the CIS AWS Foundations Benchmark, and what has no rule.
            Several folders are shown side by side, with the rules that are likely duplicates.

            Example:
              trail rules coverage rules ../sigma/rules/cloud/aws/cloudtrail --skip-invalid
            """);
        command.Arguments.Add(paths);
        foreach (var option in (Option[])[placeholders, skipInvalid, output]) command.Options.Add(option);
        command.SetAction((parsed, _) => TrailCommand.GuardAsync(terminal, () =>
        {
            string[] given = parsed.GetValue(paths) is { Length: > 0 } some ? [.. some.Distinct(StringComparer.Ordinal)] : [RuleOptions.ShippedRules];
            var rules = RuleSetLoader.LoadPaths(given, parsed.GetValue(placeholders));
            if (!RuleOptions.MayGoOn(rules, parsed.GetValue(skipInvalid), terminal)) return Task.FromResult(ExitCode.Invalid);
            Write(parsed.GetValue(output), new CoverageReport(rules, given), terminal);
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static void Write(CoverageFormat format, CoverageReport report, Terminal terminal)
    {
        switch (format)
        {
            case CoverageFormat.Navigator:
                NavigatorLayer.Write(terminal.Results, report);
                break;
            case CoverageFormat.Cis:
                CisTable.Write(terminal.Output, report);
                break;
            case CoverageFormat.Json:
                CoverageDocument.Write(terminal.Results, report);
                break;
            default:
                CoverageTable.Write(terminal.Output, report);
                break;
        }
    }
}
