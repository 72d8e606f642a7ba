namespace CloudTrailLambda.Emulators.Installing;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <exception cref="InvalidOperationException">It ended with another code than 0, or took longer than four minutes; the message holds its last lines.</exception>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var process = ServerProcess.Start(program, arguments);
        using var timeout = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{process.CommandLine} has not ended after {Patience.TotalMinutes:0} min:\n{process.Output}", exception);
        }

        if (process.ExitCode != 0) throw new InvalidOperationException($"{process.CommandLine} ended with {process.ExitCode}:\n{process.Output}");
    }
}
