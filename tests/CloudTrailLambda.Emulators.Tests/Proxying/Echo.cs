using CloudTrailLambda.Emulators.Serving;
using Microsoft.AspNetCore.Http;

namespace CloudTrailLambda.Emulators.Tests.Proxying;

/// <summary>An upstream of which a test knows what it got and says what it answers, with a proxy before it.</summary>
internal sealed class Echo : IAsyncDisposable
{
    private LoopbackServer? _server;

    private Echo()
    {
    }

    /// <summary>What the upstream got; its headers are read before it answers.</summary>
    public List<Received> Got { get; } = [];

    /// <summary>What it answers; at first 200 without a body.</summary>
    public RequestDelegate Answer { get; set; } = _ => Task.CompletedTask;

    public ReverseProxy Proxy { get; private set; } = null!;

    public string Url => $"http://127.0.0.1:{_server!.Port}";

    public static async Task<Echo> StartAsync()
    {
        var echo = new Echo();
        echo._server = await LoopbackServer.StartAsync(echo.ServeAsync, 32 << 20, CancellationToken.None);
        echo.Proxy = await ReverseProxy.StartAsync(echo.Url);
        return echo;
    }

    public ValueTask StopUpstreamAsync() => _server!.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await _server!.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        Got.Add(await Received.ReadAsync(context));
        await Answer(context);
    }
}
