using System.Net.Sockets;
using System.Text;

namespace CloudTrailLambda.Emulators.Tests.Proxying;

/// <summary>A client that sends the bytes that it is told to: what HttpClient would tidy up shows only so.</summary>
internal sealed class Wire : IDisposable
{
    private readonly TcpClient _client = new();
    private NetworkStream? _stream;

    public static async Task<Wire> ConnectAsync(string url)
    {
        var wire = new Wire();
        await wire._client.ConnectAsync("127.0.0.1", new Uri(url).Port);
        wire._stream = wire._client.GetStream();
        return wire;
    }

    public async Task SendAsync(string text) => await _stream!.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Reads until what has come ends with this text; null if the connection ends before.</summary>
    public async Task<string?> ReadToAsync(string end)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            if (await _stream!.ReadAsync(buffer, timeout.Token) == 0) return null;
            text.Append((char)buffer[0]);
        }

        return text.ToString();
    }

    public void Dispose() => _client.Dispose();
}
