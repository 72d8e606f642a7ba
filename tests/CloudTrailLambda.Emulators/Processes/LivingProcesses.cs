using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using CloudTrailLambda.Emulators.Installing;

namespace CloudTrailLambda.Emulators.Processes;

/// <summary>Starts child processes so that none outlives this process: an orderly end kills them here, a hard one through the kernel.</summary>
internal static class LivingProcesses
{
    private static readonly ConcurrentDictionary<Process, bool> Living = new();
    private static readonly string? SetPriv = OperatingSystem.IsLinux() ? ProgramSearch.Find("setpriv", ProgramSearch.SystemPath) : null;
    private static readonly LastingThread Starter = new("starts child processes");

    /// <summary>These end the process without the event of its end; a handler of ours runs first and lets them.</summary>
    private static readonly PosixSignalRegistration[] Signals =
        [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, _ => KillAll()))];

    static LivingProcesses() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        KillAll();
        foreach (var signal in Signals) signal.Dispose();
    };

    /// <summary>
    /// On Linux setpriv (util-linux) asks the kernel to kill the child when its parent dies, and becomes the program.
    /// To the kernel the parent is the thread that started it, so one that lasts must do so: a thread of the pool ends when it is idle.
    /// </summary>
    public static Process Start(string[] command, string? workingFolder, IReadOnlyDictionary<string, string>? environment)
    {
        string[] whole = SetPriv is null ? command : [SetPriv, "--pdeathsig", "KILL", .. command];
        var start = new ProcessStartInfo(whole[0], whole[1..])
        {
            WorkingDirectory = workingFolder ?? "",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        var process = Starter.Run(() => Process.Start(start)!);
        process.StandardInput.Close();
        return process;
    }

    public static void Add(Process process) => Living.TryAdd(process, true);

    public static void Kill(Process process)
    {
        Living.TryRemove(process, out _);
        if (!process.HasExited) process.Kill(entireProcessTree: true);
    }

    private static void KillAll()
    {
        foreach (var process in Living.Keys) Kill(process);
    }
}
