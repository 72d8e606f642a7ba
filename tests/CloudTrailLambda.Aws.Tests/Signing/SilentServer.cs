using System.Net;
using System.Net.Sockets;

namespace CloudTrailLambda.Aws.Tests.Signing;

/// <summary>A server that takes connections and never says anything.</summary>
internal sealed class SilentServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);

    public SilentServer() => _listener.Start();

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public void Dispose() => _listener.Dispose();
}
