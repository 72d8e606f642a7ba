using System.CommandLine;
using CloudTrailLambda.Cli.Coverage;
using CloudTrailLambda.Cli.Linting;
using CloudTrailLambda.Cli.Output;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Sources;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Testing;
using Spectre.Console;

namespace CloudTrailLambda.Cli.Commands;

/// <summary><c>trail rules</c>: for those who write rules.</summary>
internal static class RulesCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("rules", "Checks, tests, lists and compares rules.");
        command.Subcommands.Add(CreateLint(terminal));
        command.Subcommands.Add(CreateTest(terminal));
        command.Subcommands.Add(CreateList(terminal));
        command.Subcommands.Add(CoverageCommand.Create(terminal));
        return command;
    }

    private static Argument<string[]> PathsArgument() =>
        PathArgument.Create("Rule files or folders; without it the rules that ship with the tool.", ArgumentArity.ZeroOrMore);

    private static RuleSet Load(ParseResult parsed, Argument<string[]> paths, Option<string?> placeholders) =>
        RuleSetLoader.LoadPaths(parsed.GetValue(paths) is { Length: > 0 } given ? given : [RuleOptions.ShippedRules], parsed.GetValue(placeholders));

    private static Command CreateLint(Terminal terminal)
    {
        var (paths, placeholders) = (PathsArgument(), RuleOptions.PlaceholdersOption());
        var command = new Command(
            "lint",
            """
            Says what is wrong with rules, and what is probably not meant.

            Example:
              trail rules lint rules
            """);
        command.Arguments.Add(paths);
        command.Options.Add(placeholders);
        command.SetAction((parsed, _) => TrailCommand.GuardAsync(terminal, () =>
        {
            var rules = Load(parsed, paths, placeholders);
            Diagnostic[] diagnostics = [.. rules.Diagnostics, .. RuleLint.Check(rules), .. TacticLint.Check(rules), .. new EventLint(KnownEvents.List).Check(rules)];
            foreach (var diagnostic in diagnostics) terminal.Output.WriteLine(PrintableText.Of(diagnostic.ToString()));
            var counts = diagnostics.CountBy(diagnostic => diagnostic.Severity).ToDictionary();
            var errors = counts.GetValueOrDefault(DiagnosticSeverity.Error);
            terminal.Output.WriteLine(
                $"{rules.Rules.Count} rules, {rules.Correlations.Count} correlations, {rules.FilterCount} filters: "
                + $"{errors} errors, {counts.GetValueOrDefault(DiagnosticSeverity.Warning)} warnings, {counts.GetValueOrDefault(DiagnosticSeverity.Note)} notes");
            return Task.FromResult(errors > 0 ? ExitCode.Invalid : ExitCode.Done);
        }));
        return command;
    }

    private static Command CreateTest(Terminal terminal)
    {
        var (paths, placeholders) = (PathsArgument(), RuleOptions.PlaceholdersOption());
        var command = new Command(
            "test",
            """
            Runs the .test.yml beside each rule: records that must match, and near misses that must not. A rule that no case makes fire fails too.

            Example:
              trail rules test rules/cloudtrail/persistence
            """);
        command.Arguments.Add(paths);
        command.Options.Add(placeholders);
        command.SetAction((parsed, _) => TrailCommand.GuardAsync(terminal, () =>
        {
            var rules = Load(parsed, paths, placeholders);
            var errors = rules.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
            foreach (var error in errors) terminal.Say(error.ToString());
            if (errors.Length > 0) return Task.FromResult(ExitCode.Invalid);
            var report = RuleTestRunner.Run(rules, LogSources.Records);
            RuleTestText.Write(terminal.Output, report);
            return Task.FromResult(report.IsPassed && report.SilentRules.Count == 0 ? ExitCode.Done : ExitCode.Failed);
        }));
        return command;
    }

    private static Command CreateList(Terminal terminal)
    {
        var (paths, placeholders) = (PathsArgument(), RuleOptions.PlaceholdersOption());
        var output = Choice.Of<OutputFormat>("--output", "How to show the rules.");
        var command = new Command(
            "list",
            """
            Lists rules and correlations with their level and ATT&CK techniques.

            Example:
              trail rules list --output json
            """);
        command.Arguments.Add(paths);
        command.Options.Add(placeholders);
        command.Options.Add(output);
        command.SetAction((parsed, _) => TrailCommand.GuardAsync(terminal, () =>
        {
            var rules = Load(parsed, paths, placeholders);
            foreach (var error in rules.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)) terminal.Say(error.ToString());
            RuleListing.Write(parsed.GetValue(output), rules, terminal);
            return Task.FromResult(rules.HasErrors ? ExitCode.Invalid : ExitCode.Done);
        }));
        return command;
    }
}
