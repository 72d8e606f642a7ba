using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Reading;
using Spectre.Console;

namespace CloudTrailLambda.Cli.Output;

/// <summary>Listens to a scan: damage becomes lines, and on a terminal a bar shows how far it is.</summary>
internal sealed class ScanProgress : IRunListener
{
    private readonly FaultLines _faults;
    private readonly ProgressTask? _task;
    private int _done;

    private ScanProgress(Terminal terminal, ProgressTask? task)
    {
        _faults = new FaultLines(terminal);
        _task = task;
    }

    /// <summary>Runs a scan under a progress bar when somebody is looking.</summary>
    /// <param name="terminal">Where the bar is shown.</param>
    /// <param name="files">Everything there is to read; null when nobody knows yet: then files are counted, and no end is promised.</param>
    /// <param name="scan">The scan.</param>
    public static async Task<RunTotals> RunAsync(Terminal terminal, IReadOnlyList<LogObject>? files, Func<IRunListener, Task<RunTotals>> scan)
    {
        if (!terminal.IsInteractive) return await scan(new ScanProgress(terminal, task: null));
        ProgressColumn[] columns = files is null
            ? [new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn()]
            : [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
        return await terminal.Error.Progress().AutoClear(enabled: true).Columns(columns).StartAsync(context =>
        {
            var task = context.AddTask("Scanning", maxValue: Math.Max(1, files?.Sum(Weight) ?? 1));
            task.IsIndeterminate = files is null;
            return scan(new ScanProgress(terminal, task));
        });
    }

    /// <inheritdoc/>
    public void OnFault(LogObject logObject, ReadFault fault) => _faults.Write(logObject, fault);

    /// <inheritdoc/>
    public void OnNote(LogObject logObject, ReadNote note) => _faults.Write(logObject, note);

    /// <inheritdoc/>
    public void OnDone(LogObject logObject)
    {
        if (_task is null) return;
        if (!_task.IsIndeterminate) _task.Increment(Weight(logObject));
        else _task.Description = $"Scanning: {Interlocked.Increment(ref _done):N0} files";
    }

    // By stored size; one more so that empty and unknown ones move the bar too.
    private static double Weight(LogObject file) => 1 + (file.SizeBytes ?? 0);
}
