using System.Diagnostics;
using CloudTrailLambda.Cli.Commands;

namespace CloudTrailLambda.Cli.Tests.Running;

/// <summary>Runs the command line: as the process that users start, or, where it comes to the same, quicker in this one.</summary>
internal static class Trail
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "trail.dll");

    public static string Host { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs it in a process of its own, from the repository's root.</summary>
    public static Task<TrailRun> RunAsync(params string[] args) => RunAsync(input: "", args);

    /// <summary>The same with something on standard input.</summary>
    public static async Task<TrailRun> RunAsync(string input, string[] args)
    {
        using var process = Start(Host, [Executable, .. args]);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await FinishAsync(process);
    }

    /// <summary>Runs it in a process of its own with these environment variables, null for those that it must not have.</summary>
    public static async Task<TrailRun> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] args)
    {
        using var process = Start(Host, [Executable, .. args], environment);
        process.StandardInput.Close();
        return await FinishAsync(process);
    }

    /// <summary>Starts any program with all three streams redirected.</summary>
    public static Process Start(string program, string[] args, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal)) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end; a process that does not come to one is killed and fails the test.</summary>
    public static async Task<TrailRun> FinishAsync(Process process)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new TrailRun(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs a command in this process, as if piped.</summary>
    public static async Task<TrailRun> CallAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var results = new MemoryStream();
        var exitCode = await TrailCommand.RunAsync(args, Terminal.Piped(output, error, results));
        return new TrailRun(exitCode, output + System.Text.Encoding.UTF8.GetString(results.ToArray()), error.ToString());
    }
}
