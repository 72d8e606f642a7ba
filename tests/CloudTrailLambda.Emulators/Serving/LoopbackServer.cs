using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CloudTrailLambda.Emulators.Serving;

/// <summary>
/// HTTP/1.1 on a free port of the loopback interface, with Kestrel alone: the host around it that web applications have
/// would take over the signals of the process, and so keep a test run from being stopped.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(1);

    private readonly KestrelServer _server;

    private LoopbackServer(KestrelServer server)
    {
        _server = server;
        var address = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        Port = new Uri(address).Port;
    }

    public int Port { get; }

    /// <summary>Starts to serve; larger request bodies than <paramref name="maxBodyBytes"/> are refused with 413.</summary>
    public static async Task<LoopbackServer> StartAsync(RequestDelegate answer, long maxBodyBytes, CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, port: 0, listen => listen.Protocols = HttpProtocols.Http1);
        options.Limits.MaxRequestBodySize = maxBodyBytes;
        // A test stops at a breakpoint or kills its client half way: slowness is no attack here.
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        // Latin-1 maps each byte to one character and back, so header values pass through as they are.
        options.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        options.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;

        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        await server.StartAsync(new Application(answer), cancellationToken);
        return new LoopbackServer(server);
    }

    /// <summary>Lets requests finish for a second, then cuts their connections.</summary>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(TimeToFinish);
        await _server.StopAsync(timeout.Token);
        _server.Dispose();
    }
}
