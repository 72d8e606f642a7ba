using System.CommandLine;
using CloudTrailLambda.Cli.Input;
using CloudTrailLambda.Cli.Output;
using CloudTrailLambda.Cli.Sqlite;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Cli.Commands;

/// <summary><c>trail scan</c>: the whole path over files.</summary>
internal sealed class ScanCommand
{
    private readonly Argument<string[]> _paths = PathArgument.Create("Log files or folders of them; - reads standard input.", ArgumentArity.OneOrMore);

    private readonly Option<string> _database = new("--db")
    {
        Description = "The SQLite file that keeps the findings.",
        HelpName = "FILE",
        DefaultValueFactory = _ => FindingsCommand.DefaultDatabase,
    };

    private readonly Option<OutputFormat> _output = Choice.Of<OutputFormat>("--output", "How to show the findings.");

    private readonly Option<Severity> _minSeverity = Choice.Of<Severity>("--min-severity", "Show only findings of at least this level.");

    private readonly Option<Severity?> _failOn = Choice.OptionalOf<Severity>("--fail-on", "Exit with 1 when there is a finding of at least this level.");

    private readonly RuleOptions _rules = new(isRequired: false);

    private readonly Terminal _terminal;

    private ScanCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var scan = new ScanCommand(terminal);
        var command = new Command(
            "scan",
            """
            Reads CloudTrail files, evaluates the rules, keeps and shows the findings. Scanning the same files again changes nothing.

            Example:
              trail scan ./AWSLogs --min-severity medium
            """);
        command.Arguments.Add(scan._paths);
        scan._rules.AddTo(command);
        foreach (var option in (Option[])[scan._database, scan._output, scan._minSeverity, scan._failOn]) command.Options.Add(option);
        command.SetAction((parsed, token) => TrailCommand.GuardAsync(terminal, () => scan.RunAsync(parsed, token), "What was stored by now is kept; scan again to complete it."));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (_rules.Load(parsed, _terminal) is not { } ruleSet) return ExitCode.Invalid;
        var search = LogFileSearch.Find(parsed.GetValue(_paths)!);
        foreach (var message in search.Problems.Concat(search.Notes)) _terminal.Say(message);
        var rules = new DetectionRules(ruleSet);
        using var database = SqliteFindingStore.Open(parsed.GetValue(_database)!, TimeProvider.System);
        var store = new TouchedFindings(database);
        var pipeline = new DetectionPipeline(rules, new LogFiles(), store, new PipelineOptions());

        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var totals = await ScanProgress.RunAsync(_terminal, search.Files, listener => pipeline.RunAsync(search.Files, listener, cancellationToken));
        var elapsed = clock.GetElapsedTime(started);

        var findings = await store.ListAsync(cancellationToken);
        var shown = findings.Where(finding => finding.Rule.Severity >= parsed.GetValue(_minSeverity)).ToArray();
        Show(parsed.GetValue(_output), shown, totals);
        TotalsText.Write(_terminal, parsed.GetValue(_output), totals, findings.Count, store.NewFindings, elapsed);
        TotalsText.WriteWarnings(_terminal, totals, rules);
        if (parsed.GetValue(_failOn) is { } level && findings.Any(finding => finding.Rule.Severity >= level)) return ExitCode.Failed;
        return totals.Faults > 0 || search.Problems.Count > 0 ? ExitCode.Unreadable : ExitCode.Done;
    }

    private void Show(OutputFormat format, IReadOnlyList<Finding> findings, RunTotals totals)
    {
        switch (format)
        {
            case OutputFormat.Json:
                FindingDocuments.WriteDocument(_terminal.Results, findings, totals);
                break;
            case OutputFormat.Jsonl:
                FindingDocuments.WriteLines(_terminal.Results, findings);
                break;
            default:
                FindingTable.Write(_terminal.Output, findings);
                break;
        }
    }
}
