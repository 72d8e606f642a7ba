using System.Text;

namespace CloudTrailLambda.Function.Tests.EndToEnd;

/// <summary>The published function as a process of its own, and Lambda's side of it.</summary>
internal sealed class RunningFunction : IAsyncDisposable
{
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(30);

    private RunningFunction(ServerProcess process, RuntimeApiStub stub)
    {
        Process = process;
        Stub = stub;
    }

    public ServerProcess Process { get; }

    public RuntimeApiStub Stub { get; }

    public static async Task<RunningFunction> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var folder = await PublishedFunction.FolderAsync();
        var stub = await RuntimeApiStub.StartAsync();
        var variables = new Dictionary<string, string>(environment, StringComparer.Ordinal) { ["AWS_LAMBDA_RUNTIME_API"] = stub.Address, ["AWS_LAMBDA_FUNCTION_NAME"] = "detect" };
        // As the managed runtime's bootstrap starts a handler that is an assembly.
        var process = ServerProcess.Start(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", Path.Combine(folder, "CloudTrailLambda.Function.dll")], environment: variables);
        return new RunningFunction(process, stub);
    }

    /// <summary>Waits until it asks for work.</summary>
    public async Task ReadyAsync()
    {
        await Task.WhenAny(Stub.FirstNext, Process.WaitForExitAsync(CancellationToken.None)).WaitAsync(TimeToStart);
        Assert.True(Stub.FirstNext.IsCompletedSuccessfully, $"It ended instead of asking for work:\n{Process.Output}");
    }

    /// <summary>Invokes it; null when it died instead of answering.</summary>
    public async Task<InvocationResult?> InvokeAsync(string payload, TimeSpan timeUntilDeadline)
    {
        using var died = new CancellationTokenSource();
        var invocation = Stub.InvokeAsync(Encoding.UTF8.GetBytes(payload), timeUntilDeadline, died.Token);
        await Task.WhenAny(invocation, Process.WaitForExitAsync(CancellationToken.None)).WaitAsync(timeUntilDeadline + TimeSpan.FromMinutes(1));
        if (!invocation.IsCompleted) await died.CancelAsync();
        try
        {
            return await invocation;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Stub.DisposeAsync();
        Assert.Empty(Stub.Violations);
    }
}
