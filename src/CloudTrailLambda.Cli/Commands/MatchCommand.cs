using System.CommandLine;
using CloudTrailLambda.Cli.Input;
using CloudTrailLambda.Cli.Matching;
using CloudTrailLambda.Cli.Output;
using Spectre.Console;

namespace CloudTrailLambda.Cli.Commands;

/// <summary><c>trail match</c>: the bare engine, for rule authors and for comparing engines.</summary>
internal static class MatchCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files of JSON records, or folders of them; - reads standard input.", Arity = ArgumentArity.OneOrMore };
        var rules = new RuleOptions(isRequired: true);
        var command = new Command(
            "match",
            """
            Prints one JSON line for each match of a rule with a record: nothing is stored, grouped or de-duplicated.

            Example:
              trail match --rules my-rule.yml records.json
            """);
        command.Arguments.Add(paths);
        rules.AddTo(command);
        command.SetAction((parsed, token) => TrailCommand.GuardAsync(terminal, async () =>
        {
            if (rules.Load(parsed, terminal) is not { } ruleSet) return ExitCode.Invalid;
            var files = LogFiles.Find(parsed.GetValue(paths)!, out var missing);
            foreach (var path in missing) terminal.Error.WriteLine($"{Printable.Of(path)}: there is no such file or folder");
            var faults = new FaultLines(terminal);
            await using var output = new BufferedStream(terminal.Results);
            var run = new MatchRun(ruleSet, faults, new MatchLines(output));
            await run.RunAsync(files, token);
            if (run.WithoutTime > 0) terminal.Error.WriteLine($"{run.WithoutTime} matches had no eventTime and could not be correlated.");
            return faults.FaultCount > 0 || missing.Count > 0 ? ExitCode.Unreadable : ExitCode.Done;
        }));
        return command;
    }
}
