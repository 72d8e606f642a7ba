using System.Diagnostics;
using CloudTrailLambda.Emulators.Installing;
using CloudTrailLambda.Emulators.Processes;

namespace CloudTrailLambda.Emulators;

/// <summary>A child process that lives as long as the test wants it, and in no case longer than the process of the test.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TimeToDie = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly LastLines _output = new();
    private readonly string _command;
    private int _disposed;

    private ServerProcess(Process process, string command)
    {
        _process = process;
        _command = command;
        Id = process.Id;
        process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => _output.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        LivingProcesses.Add(process);
    }

    /// <summary>The id that the system gave it.</summary>
    public int Id { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => Volatile.Read(ref _disposed) != 0 || _process.HasExited;

    /// <summary>What it ended with; asking before it has ended is an error.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Its program and arguments, for messages.</summary>
    public string CommandLine => _command;

    /// <summary>The last 200 lines that it wrote to standard output and standard error.</summary>
    public string Output => _output.ToString();

    /// <summary>Starts a program, a path or a name to be looked up on PATH, without a shell; its standard input is at its end.</summary>
    /// <exception cref="MissingToolException">There is no such program.</exception>
    public static ServerProcess Start(string program, IEnumerable<string> arguments, string? workingFolder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] all = [ProgramSearch.Require(program, ProgramSearch.SystemPath, program), .. arguments];
        return new ServerProcess(LivingProcesses.Start(all, workingFolder, environment), string.Join(' ', all));
    }

    /// <summary>Asks again and again until the probe says yes; an <see cref="HttpRequestException"/> of it counts as a no.</summary>
    /// <exception cref="ServerFailedException">The process has ended, or is not ready after <paramref name="patience"/>; the message holds its output.</exception>
    public async Task WaitUntilReadyAsync(Func<CancellationToken, Task<bool>> probe, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            while (!await SaysYesAsync(probe, either.Token))
            {
                if (HasExited) await ThrowEndedAsync(either.Token);
                await Task.Delay(PollEvery, time, either.Token);
            }
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ServerFailedException($"{_command} is not ready after {patience.TotalSeconds:0.#} s:\n{Output}", exception);
        }

        // Somebody else may have answered: the one who took the port a moment earlier.
        if (HasExited) await ThrowEndedAsync(cancellationToken);
    }

    /// <summary>Waits until it has ended and all its output has been read.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Kills it and all its children, and waits until it is gone; a test may do so before its own end comes to it.</summary>
    /// <exception cref="ServerFailedException">It is still there after ten seconds.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        LivingProcesses.Kill(_process);
        using var timeout = new CancellationTokenSource(TimeToDie);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new ServerFailedException($"{_command} (process {Id}) has been killed and is still there after {TimeToDie.TotalSeconds:0} s.", exception);
        }

        _process.Dispose();
    }

    private static async Task<bool> SaysYesAsync(Func<CancellationToken, Task<bool>> probe, CancellationToken cancellationToken)
    {
        try
        {
            return await probe(cancellationToken);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task ThrowEndedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        throw new ServerFailedException($"{_command} has ended with {ExitCode}:\n{Output}") { HasEnded = true };
    }
}
