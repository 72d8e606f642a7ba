using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CloudTrailLambda.Emulators.Tests.Proxying;

public sealed class ForwardingTests : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 1 });
    private Echo _echo = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _echo = await Echo.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _echo.DisposeAsync();
    }

    [Fact]
    public async Task Everything_that_a_signature_covers_arrives_as_it_was_sent()
    {
        using var wire = await Wire.ConnectAsync(_echo.Proxy.Url);
        await wire.SendAsync(
            "PUT /a%2Fb/../%c3%a9//x?list-type=2&prefix=%2B+%20&empty= HTTP/1.1\r\nHost: bucket.s3.amazonaws.com\r\nX-Amz-Meta-Name: caf\u00e9\r\n" +
            "Authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0\r\nUser-Agent: odd (agent; x)/1 [y]\r\nContent-Type: text/plain;charset=x\r\n" +
            "Connection: keep-alive\r\nContent-Length: 4\r\n\r\nbody");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await wire.ReadToAsync("\r\n\r\n"), StringComparison.Ordinal);

        var got = Assert.Single(_echo.Got);
        Assert.Equal("PUT", got.Method);
        Assert.Equal("/a%2Fb/../%c3%a9//x?list-type=2&prefix=%2B+%20&empty=", got.Target);
        Assert.Equal("body"u8, got.Body);
        Assert.Equal(
            [
                "Authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0",
                "Content-Length: 4",
                "Content-Type: text/plain;charset=x",
                "Host: bucket.s3.amazonaws.com",
                "User-Agent: odd (agent; x)/1 [y]",
                "X-Amz-Meta-Name: caf\u00e9",
            ],
            got.Headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_chunked_body_is_asked_for_and_arrives_whole()
    {
        using var wire = await Wire.ConnectAsync(_echo.Proxy.Url);
        await wire.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await wire.ReadToAsync("\r\n\r\n"));
        await wire.SendAsync("5\r\nfirst\r\n6\r\nsecond\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await wire.ReadToAsync("\r\n\r\n"), StringComparison.Ordinal);

        Assert.Equal("firstsecond"u8, Assert.Single(_echo.Got).Body);
    }

    [Fact]
    public async Task Status_headers_and_body_come_back_as_they_are()
    {
        var zipped = Gzip("""{"TableNames":[]}""");
        _echo.Answer = async context =>
        {
            context.Response.StatusCode = 418;
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.Headers["X-Amzn-RequestId"] = "r-1";
            context.Response.Headers.SetCookie = new(["a=1", "b=2"]);
            // Without a length this is chunked.
            await context.Response.Body.WriteAsync(zipped);
        };
        using var answer = await _http.GetAsync(new Uri(_echo.Proxy.Url), Stop);

        Assert.Equal(418, (int)answer.StatusCode);
        Assert.Equal(zipped, await answer.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        Assert.Equal(["r-1"], answer.Headers.GetValues("X-Amzn-RequestId"));
        Assert.Equal(["a=1", "b=2"], answer.Headers.GetValues("Set-Cookie"));
    }

    [Fact]
    public async Task Answers_without_a_body_leave_the_connection_usable()
    {
        _echo.Answer = context =>
        {
            (context.Response.StatusCode, context.Response.ContentLength) = context.Request.Method switch
            {
                "HEAD" => (200, 12345),
                "DELETE" => (204, null),
                "GET" => (304, (long?)null),
                _ => (200, 0),
            };
            return Task.CompletedTask;
        };
        foreach (var (method, status, length) in ((HttpMethod, HttpStatusCode, long?)[])
            [(HttpMethod.Head, HttpStatusCode.OK, 12345), (HttpMethod.Delete, HttpStatusCode.NoContent, 0), (HttpMethod.Get, HttpStatusCode.NotModified, 0), (HttpMethod.Post, HttpStatusCode.OK, 0)])
        {
            using var request = new HttpRequestMessage(method, _echo.Proxy.Url);
            using var answer = await _http.SendAsync(request, Stop);
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal(length, answer.Content.Headers.ContentLength);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Stop));
        }

        Assert.Equal(4, _echo.Proxy.Requests);
    }

    [Fact]
    public async Task A_redirect_is_the_clients_business()
    {
        _echo.Answer = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        using var answer = await _http.GetAsync(new Uri(_echo.Proxy.Url), Stop);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Single(_echo.Got);
    }

    [Fact]
    public async Task A_body_may_have_16_mebibytes_and_no_more()
    {
        using var largest = await _http.PutAsync(new Uri(_echo.Proxy.Url), new ByteArrayContent(new byte[16 << 20]), Stop);
        Assert.Equal(HttpStatusCode.OK, largest.StatusCode);
        Assert.Equal(16 << 20, _echo.Got[0].Body.Length);

        using var wire = await Wire.ConnectAsync(_echo.Proxy.Url);
        await wire.SendAsync($"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: {(16 << 20) + 1}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413 ", await wire.ReadToAsync("\r\n\r\n"), StringComparison.Ordinal);
        Assert.Single(_echo.Got);
    }

    [Fact]
    public async Task An_upstream_that_is_down_is_a_bad_gateway()
    {
        await _echo.StopUpstreamAsync();
        using var answer = await _http.GetAsync(new Uri(_echo.Proxy.Url), Stop);
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
    }

    [Fact]
    public async Task Only_upstreams_of_this_machine_are_served() =>
        await Assert.ThrowsAsync<ArgumentException>(() => ReverseProxy.StartAsync("https://s3.amazonaws.com", Stop));

    private static byte[] Gzip(string text)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return zipped.ToArray();
    }
}
