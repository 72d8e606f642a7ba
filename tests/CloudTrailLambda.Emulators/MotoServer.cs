using CloudTrailLambda.Emulators.Processes;

namespace CloudTrailLambda.Emulators;

/// <summary>moto: an AWS account in memory, for everything that has no emulator of AWS's own. It runs no Lambda function.</summary>
public sealed class MotoServer : IAsyncDisposable
{
    private MotoServer(ServerProcess process, int port)
    {
        Process = process;
        Url = $"http://localhost:{port}";
    }

    /// <summary>Its endpoint, without a slash at the end; the host is called localhost because the cdk command needs a name.</summary>
    public string Url { get; }

    /// <summary>Its process, for a test that wants to kill it or to see its output.</summary>
    public ServerProcess Process { get; }

    /// <summary>Starts an empty account.</summary>
    /// <param name="initialNoAuthActions">After how many calls signatures and IAM policies are checked, so that the first ones can make a user; null: they never are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MissingToolException">moto_server is not on PATH and cannot be fetched.</exception>
    /// <exception cref="ServerFailedException">It does not get ready; the message holds its output.</exception>
    public static async Task<MotoServer> StartAsync(int? initialNoAuthActions = null, CancellationToken cancellationToken = default)
    {
        var program = await PythonTools.FindAsync("moto_server", cancellationToken);
        var environment = new Dictionary<string, string>(TestCredentials.Environment, StringComparer.Ordinal);
        if (initialNoAuthActions is { } count) environment["INITIAL_NO_AUTH_ACTION_COUNT"] = $"{count}";
        var (process, port) = await FreePortServer.StartAsync(
            port => ServerProcess.Start(program, ["-H", "127.0.0.1", "-p", $"{port}"], environment: environment), "/moto-api/", cancellationToken);
        return new MotoServer(process, port);
    }

    /// <summary>Stops it; what it held is gone.</summary>
    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
