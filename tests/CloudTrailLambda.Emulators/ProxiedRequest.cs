using Microsoft.AspNetCore.Http;

namespace CloudTrailLambda.Emulators;

/// <summary>A request on its way through a <see cref="ReverseProxy"/>.</summary>
public sealed class ProxiedRequest
{
    private readonly Dictionary<string, string> _headers;

    internal ProxiedRequest(int number, string method, string target, IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        Number = number;
        Method = method;
        Target = target;
        // A copy: the server uses its dictionary again for the next request, and a test may look later.
        _headers = headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Body = body;
    }

    /// <summary>Counts the requests of the proxy in the order of their arrival, from 1.</summary>
    public int Number { get; }

    /// <summary>The HTTP method, in capitals.</summary>
    public string Method { get; }

    /// <summary>Path and query as they came, still percent-encoded.</summary>
    public string Target { get; }

    /// <summary>The path as it came, still percent-encoded, without the query.</summary>
    public string Path => Target.Split('?', 2)[0];

    /// <summary>The whole body, without the framing of a chunked one.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The value of a header, for instance <c>X-Amz-Target</c>; several are joined by commas; null if there is none.</summary>
    public string? Header(string name) => _headers.GetValueOrDefault(name);
}
