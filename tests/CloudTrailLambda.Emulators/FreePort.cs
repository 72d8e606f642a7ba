using System.Net;
using System.Net.Sockets;

namespace CloudTrailLambda.Emulators;

/// <summary>Ports that nobody listens on.</summary>
public static class FreePort
{
    /// <summary>A port of the loopback interface that was free a moment ago.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
