using System.CommandLine;
using CloudTrailLambda.Aws.S3;
using CloudTrailLambda.Cli.Input;
using CloudTrailLambda.Cli.Output;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Cli.Commands;

/// <summary><c>trail scan</c>: the whole path over files.</summary>
internal sealed class ScanCommand
{
    private const int MaxQuietDays = 365;

    private readonly Argument<string[]> _paths = PathArgument.Create(
        "Log files or folders of them; - reads standard input; s3://bucket/prefix reads what begins so.", ArgumentArity.OneOrMore, takesS3: true);

    private readonly StoreOptions _store = new(keepsState: true);

    private readonly Option<OutputFormat> _output = Choice.Of<OutputFormat>("--output", "How to show the findings.");

    private readonly SeverityOption _minSeverity = new();

    private readonly Option<Severity?> _failOn = Choice.OptionalOf<Severity>("--fail-on", "Exit with 1 when there is a finding of at least this level.");

    private readonly Option<int> _quietStart = new("--quiet-start")
    {
        Description = "For so many days after the first event that was ever scanned, no value is reported as new.",
        HelpName = "DAYS",
        DefaultValueFactory = _ => 0,
    };

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
            No alerts are published from here: new findings stay pending.

            Example:
              trail scan ./AWSLogs --min-severity medium
            """);
        command.Arguments.Add(scan._paths);
        scan._rules.AddTo(command);
        scan._store.AddTo(command);
        foreach (var option in (Option[])[scan._quietStart, scan._output]) command.Options.Add(option);
        scan._minSeverity.AddTo(command);
        command.Options.Add(scan._failOn);
        scan._quietStart.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() is < 0 or > MaxQuietDays) result.AddError($"--quiet-start takes 0 to {MaxQuietDays} days.");
        });
        command.SetAction((parsed, token) => TrailCommand.GuardAsync(terminal, () => scan.RunAsync(parsed, token), "What was stored by now is kept; scan again to complete it."));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (_rules.Load(parsed, _terminal) is not { } ruleSet) return ExitCode.Invalid;
        // Made when an s3:// path asks for it: the plain command must not wait for an SDK to load.
        var s3 = new Lazy<S3Clients>(S3Clients.FromEnvironment);
        try
        {
            return await ScanAsync(ruleSet, s3, parsed, cancellationToken);
        }
        finally
        {
            if (s3.IsValueCreated) s3.Value.Dispose();
        }
    }

    private async Task<int> ScanAsync(RuleSet ruleSet, Lazy<S3Clients> s3, ParseResult parsed, CancellationToken cancellationToken)
    {
        var search = new LogSearch(parsed.GetValue(_paths)!, s3, _terminal.Say);
        var rules = new DetectionRules(ruleSet);
        using var opened = _store.Open(parsed);
        if (!opened.RemembersCorrelations) _terminal.Say("Correlations see this scan only. To let them remember others, name a table for that: --state-table NAME");
        var store = new TouchedFindings(opened.Findings);
        var correlator = new Correlator(rules, new CorrelationOptions(opened.Correlations, TimeProvider.System) { QuietStart = TimeSpan.FromDays(parsed.GetValue(_quietStart)) });
        var pipeline = new DetectionPipeline(rules, new MixedLogObjects(s3), store, new PipelineOptions(), correlator, configurations: opened.Configurations);

        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var totals = await ScanProgress.RunAsync(_terminal, search.Known, listener => pipeline.RunAsync(search.FindAsync(cancellationToken), listener, cancellationToken));
        var elapsed = clock.GetElapsedTime(started);

        var findings = await store.ListAsync(cancellationToken);
        var format = parsed.GetValue(_output);
        var shown = findings.Where(finding => finding.Rule.Severity >= _minSeverity.Of(parsed, format)).ToArray();
        Show(format, shown, totals);
        TotalsText.Write(_terminal, format, totals, findings.Count, store.NewFindings, elapsed);
        TotalsText.WriteWarnings(_terminal, totals, rules);
        _minSeverity.SayHidden(parsed, findings.Count - shown.Length, _terminal);
        _rules.SayWaiting(parsed, ruleSet, _terminal);
        if (parsed.GetValue(_failOn) is { } level && findings.Any(finding => finding.Rule.Severity >= level)) return ExitCode.Failed;
        return totals.Faults > 0 || search.ProblemCount > 0 ? ExitCode.Unreadable : ExitCode.Done;
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
