using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Reading;
using Spectre.Console;

namespace CloudTrailLambda.Cli.Output;

/// <summary>Listens to a scan: damage becomes lines, and on a terminal a bar shows how far it is.</summary>
internal sealed class ScanProgress : IRunListener
{
    private readonly FaultLines _faults;
    private readonly ProgressTask? _task;

    private ScanProgress(Terminal terminal, ProgressTask? task)
    {
        _faults = new FaultLines(terminal);
        _task = task;
    }

    /// <summary>Runs a scan under a progress bar when somebody is looking.</summary>
    public static async Task<RunTotals> RunAsync(Terminal terminal, IReadOnlyList<LogObject> files, Func<IRunListener, Task<RunTotals>> scan)
    {
        if (!terminal.IsInteractive) return await scan(new ScanProgress(terminal, task: null));
        return await terminal.Error.Progress().AutoClear(enabled: true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => scan(new ScanProgress(terminal, context.AddTask("Scanning", maxValue: Math.Max(1, files.Sum(Weight))))));
    }

    /// <inheritdoc/>
    public void OnFault(LogObject logObject, ReadFault fault) => _faults.Write(logObject, fault);

    /// <inheritdoc/>
    public void OnNote(LogObject logObject, ReadNote note) => _faults.Write(logObject, note);

    /// <inheritdoc/>
    public void OnDone(LogObject logObject) => _task?.Increment(Weight(logObject));

    // By stored size; one more so that empty and unknown ones move the bar too.
    private static double Weight(LogObject file) => 1 + (file.SizeBytes ?? 0);
}
