namespace CloudTrailLambda.Emulators.Processes;

/// <summary>Starts a server that must be told its port.</summary>
internal static class FreePortServer
{
    private const int Attempts = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    /// <summary>A port that was free a moment ago may be taken now: a server that ends at once is tried again on another one.</summary>
    /// <param name="start">Starts it on a port.</param>
    /// <param name="readyPath">A path that it answers, with whatever status, once it is ready.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<(ServerProcess Process, int Port)> StartAsync(Func<int, ServerProcess> start, string readyPath, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Next();
            var process = start(port);
            try
            {
                await process.WaitUntilReadyAsync(ct => AnswersAsync(new Uri($"http://127.0.0.1:{port}{readyPath}"), ct), Patience, TimeProvider.System, cancellationToken);
                return (process, port);
            }
            catch (ServerFailedException exception) when (exception.HasEnded && attempt < Attempts)
            {
                await process.DisposeAsync();
            }
            catch
            {
                await process.DisposeAsync();
                throw;
            }
        }
    }

    private static async Task<bool> AnswersAsync(Uri url, CancellationToken cancellationToken)
    {
        using var answer = await Http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return true;
    }
}
