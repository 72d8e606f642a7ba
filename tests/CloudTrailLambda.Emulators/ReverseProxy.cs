using System.Collections.Concurrent;
using CloudTrailLambda.Emulators.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CloudTrailLambda.Emulators;

/// <summary>
/// An HTTP/1.1 proxy in front of one server, which makes things go wrong where the test says so.
/// The Host header passes unchanged, because AWS signatures cover it. Bodies of requests may have 16 MiB.
/// </summary>
public sealed class ReverseProxy : IAsyncDisposable
{
    private const long MaxBodyBytes = 16L << 20;

    private readonly Upstream _upstream;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private LoopbackServer? _server;
    private int _requests;

    private ReverseProxy(Uri upstream) => _upstream = new Upstream(upstream);

    /// <summary>Its endpoint, without a slash at the end: the upstream's URL with another port.</summary>
    public string Url { get; private set; } = "";

    /// <summary>How many requests have arrived.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Decides about each request, perhaps about several at once; at first all are forwarded.</summary>
    public Func<ProxiedRequest, ProxyAction> OnRequest { get; set; } = _ => ProxyAction.Forward;

    /// <summary>Is awaited when the upstream has answered a forwarded request, before the client learns of it: here a test kills the client.</summary>
    public Func<ProxiedRequest, Task>? BeforeAnswer { get; set; }

    /// <summary>Starts a proxy in front of <paramref name="upstream"/>, a base URL on the loopback interface.</summary>
    public static async Task<ReverseProxy> StartAsync(string upstream, CancellationToken cancellationToken = default)
    {
        var url = new Uri(upstream);
        if (!url.IsLoopback) throw new ArgumentException($"{upstream} is not on the loopback interface.", nameof(upstream));
        var proxy = new ReverseProxy(url);
        proxy._server = await LoopbackServer.StartAsync(proxy.ServeAsync, MaxBodyBytes, cancellationToken);
        proxy.Url = $"{url.Scheme}://{url.Host}:{proxy._server.Port}";
        return proxy;
    }

    /// <summary>Stops it.</summary>
    /// <exception cref="AggregateException">A hook has thrown: what it meant to say would otherwise be lost in a client's retries.</exception>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server!.DisposeAsync();
        _upstream.Dispose();
        _stopping.Dispose();
        if (!_failures.IsEmpty) throw new AggregateException("A hook of the proxy has thrown.", _failures);
    }

    private async Task ServeAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref _requests);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = new ProxiedRequest(number, context.Request.Method, target, context.Request.Headers, body.ToArray());
        switch (Decide(request))
        {
            case ProxyAction.Forwarding forwarding:
                await ForwardAsync(request, forwarding, context);
                break;
            case ProxyAction.Answering answer:
                await AnswerAsync(answer, context);
                break;
            default:
                context.Abort();
                break;
        }
    }

    private ProxyAction Decide(ProxiedRequest request)
    {
        try
        {
            return OnRequest(request);
        }
        catch (Exception exception)
        {
            _failures.Enqueue(exception);
            return BadGateway(exception);
        }
    }

    private async Task ForwardAsync(ProxiedRequest request, ProxyAction.Forwarding forwarding, HttpContext context)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await _upstream.SendAsync(request, context.Request.Headers, _stopping.Token);
        }
        catch (HttpRequestException exception)
        {
            await AnswerAsync(BadGateway(exception), context);
            return;
        }

        using (answer)
        {
            await CallBeforeAnswerAsync(request);
            if (forwarding.DropsAnswer) context.Abort();
            else await Upstream.RelayAsync(answer, context);
        }
    }

    private async Task CallBeforeAnswerAsync(ProxiedRequest request)
    {
        try
        {
            if (BeforeAnswer is { } beforeAnswer) await beforeAnswer(request);
        }
        catch (Exception exception)
        {
            _failures.Enqueue(exception);
        }
    }

    private static async Task AnswerAsync(ProxyAction.Answering answer, HttpContext context)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers) context.Response.Headers[name] = value;
        context.Response.ContentLength ??= answer.Body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static ProxyAction.Answering BadGateway(Exception exception) => (ProxyAction.Answering)ProxyAction.Answer(
        StatusCodes.Status502BadGateway, headers: null, System.Text.Encoding.UTF8.GetBytes($"The proxy of the tests: {exception.Message}"));
}
