using System.CommandLine;
using CloudTrailLambda.Cli.Input;
using CloudTrailLambda.Cli.Matching;
using CloudTrailLambda.Cli.Output;

namespace CloudTrailLambda.Cli.Commands;

/// <summary><c>trail match</c>: the bare engine, for rule authors and for comparing engines.</summary>
internal static class MatchCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = PathArgument.Create("Files of JSON records, or folders of them; - reads standard input.", ArgumentArity.OneOrMore);
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
            var search = LogFileSearch.Find(parsed.GetValue(paths)!);
            foreach (var message in search.Problems.Concat(search.Notes)) terminal.Say(message);
            var faults = new FaultLines(terminal);
            await using var output = new BufferedStream(terminal.Results);
            var run = new MatchRun(ruleSet, faults, new MatchLines(output));
            await run.RunAsync(search.Files, token);
            rules.SayWaiting(parsed, ruleSet, terminal);
            if (run.WithoutTime > 0) terminal.Say($"Matches without a time, which correlations cannot see: {run.WithoutTime}");
            if (run.RegexTimeouts > 0) terminal.Say($"Texts that a regular expression gave up on, which count as not matching: {run.RegexTimeouts}");
            return faults.FaultCount > 0 || search.Problems.Count > 0 ? ExitCode.Unreadable : ExitCode.Done;
        }));
        return command;
    }
}
