using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CloudTrailLambda.Emulators.Serving;

/// <summary>The server behind the proxy. Requests and answers pass as they are, but for the headers that belong to one connection only.</summary>
internal sealed class Upstream(Uri url) : IDisposable
{
    private const long MaxAnswerBytes = 64L << 20;

    private static readonly string[] OfOneConnection =
        ["Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect"];

    private readonly string _authority = url.GetLeftPart(UriPartial.Authority);
    private readonly HttpClient _http = new(Handler()) { MaxResponseContentBufferSize = MaxAnswerBytes, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Sends the request and reads the whole answer. A client that goes away does not stop it: what has been sent happens.</summary>
    public async Task<HttpResponseMessage> SendAsync(ProxiedRequest request, IHeaderDictionary headers, CancellationToken cancellationToken)
    {
        // A signature covers the path as it was written, so nobody may tidy it up.
        var target = new Uri(_authority + request.Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), target) { Version = HttpVersion.Version11 };
        if (request.Body.Length > 0 || headers.ContentLength is not null) message.Content = new ReadOnlyMemoryContent(request.Body);
        foreach (var (name, values) in headers.Where(header => !IsOfOneConnection(header.Key) && !Is(header.Key, "Content-Length")))
        {
            if (!message.Headers.TryAddWithoutValidation(name, values.AsEnumerable())) message.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return await _http.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    /// <summary>Gives the client what the upstream answered.</summary>
    public static async Task RelayAsync(HttpResponseMessage answer, HttpContext context)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        var response = context.Response;
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated).Where(header => !IsOfOneConnection(header.Key)))
        {
            response.Headers[name] = values.ToArray();
        }

        // The answer to HEAD keeps the length of the body that it does not have; 204 must not have a length (RFC 9110, 8.6).
        if (answer.StatusCode == HttpStatusCode.NoContent) response.Headers.ContentLength = null;
        else if (!HttpMethods.IsHead(context.Request.Method) && answer.StatusCode != HttpStatusCode.NotModified) response.Headers.ContentLength = body.Length;
        if (body.Length > 0) await response.Body.WriteAsync(body, context.RequestAborted);
    }

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    };

    private static bool IsOfOneConnection(string name) => OfOneConnection.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
