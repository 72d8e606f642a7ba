using System.Globalization;
using System.Net.Sockets;
using CloudTrailLambda.Emulators.RuntimeApi;
using CloudTrailLambda.Emulators.Serving;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CloudTrailLambda.Emulators;

/// <summary>
/// The side of Lambda in the Runtime API, version 2018-06-01, as AWS documents it in "Using the Lambda runtime API for custom runtimes".
/// It hands out one invocation after the other and holds the function to the contract: see <see cref="Violations"/>.
/// </summary>
public sealed class RuntimeApiStub : IAsyncDisposable
{
    /// <summary>The largest response that Lambda takes from a function, in bytes; a larger one is answered with 413.</summary>
    public const int MaxResponseBytes = 6_291_556;

    private const string Root = "/2018-06-01/runtime/";
    private const long MaxBodyBytes = 16L << 20;
    private const string FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:stub";
    private const string TraceId = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0";

    private readonly TimeProvider _time;
    private readonly Invocations _invocations = new();
    private readonly Reports _reports;
    private readonly CancellationTokenSource _stopping = new();
    private CancellationTokenSource _cutNext = new();
    private LoopbackServer? _server;

    private RuntimeApiStub(TimeProvider time)
    {
        _time = time;
        _reports = new Reports(_invocations);
    }

    /// <summary>Host and port, the value of <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string Address => $"127.0.0.1:{_server!.Port}";

    /// <summary>Completes when the function asks for work for the first time: its initialization is over.</summary>
    public Task FirstNext => _reports.FirstNext.Task;

    /// <summary>Completes when the function reports that its initialization failed, with the header <c>Lambda-Runtime-Function-Error-Type</c> and the report.</summary>
    public Task<(string? Type, string Body)> InitError => _reports.InitError.Task;

    /// <summary>Where the function broke the contract, in the order in which it happened; a test of a correct function finds none.</summary>
    public IReadOnlyCollection<string> Violations => _reports.Violations;

    /// <summary>Starts it on a free port; the deadlines that it tells come from <paramref name="time"/>.</summary>
    public static async Task<RuntimeApiStub> StartAsync(TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var stub = new RuntimeApiStub(time ?? TimeProvider.System);
        stub._server = await LoopbackServer.StartAsync(stub.ServeAsync, MaxBodyBytes, cancellationToken);
        return stub;
    }

    /// <summary>
    /// Queues one invocation and waits for what the function makes of it. Cancelling abandons it: it is not handed out any more,
    /// and if the function already has it, the next one is handed out without an answer to it, as after the death of a function.
    /// </summary>
    /// <param name="payload">The event, JSON.</param>
    /// <param name="timeUntilDeadline">How far away the deadline is when the function gets it.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, TimeSpan timeUntilDeadline, CancellationToken cancellationToken = default)
    {
        var invocation = new Invocation(payload, timeUntilDeadline);
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        _invocations.Add(invocation);
        try
        {
            return await invocation.Result.WaitAsync(givenUp.Token);
        }
        catch (OperationCanceledException)
        {
            invocation.IsAbandoned = true;
            throw;
        }
    }

    /// <summary>
    /// Answers the next response that the function posts with this status, for instance 413 or 500, instead of accepting it; more calls, more responses.
    /// The invocation stays open until the function reports something that is accepted, for instance an error.
    /// </summary>
    public void RefuseNextResponse(int status, string body = "") => _reports.RefuseNextResponse(new Reply(status, body));

    /// <summary>Cuts the connections on which the function waits for work at this moment.</summary>
    public void CutNext() => Interlocked.Exchange(ref _cutNext, new CancellationTokenSource()).Cancel();

    /// <summary>Stops it, cuts its connections, and abandons every invocation.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        CutNext();
        await _server!.DisposeAsync();
        _cutNext.Dispose();
        _stopping.Dispose();
    }

    private Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        string[] parts = path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..].Split('/') : [];
        return (context.Request.Method, parts) switch
        {
            ("GET", ["invocation", "next"]) => NextAsync(context),
            ("POST", ["invocation", var id, "response"]) => ReplyAsync(context, body => _reports.Respond(id, body)),
            ("POST", ["invocation", var id, "error"]) => ReplyAsync(context, body => _reports.Fail(id, ErrorType(context), body)),
            ("POST", ["init", "error"]) => ReplyAsync(context, body => _reports.FailInit(ErrorType(context), body)),
            _ => ReplyAsync(context, _ => _reports.NotThere(context.Request.Method, path)),
        };
    }

    /// <summary>Waits as long as it takes, as Lambda does between two invocations.</summary>
    private async Task NextAsync(HttpContext context)
    {
        _reports.FirstNext.TrySetResult();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _cutNext.Token);
        try
        {
            if (await _invocations.TakeAsync(() => IsGone(context), gone.Token) is { } invocation) await HandOutAsync(invocation, context);
            else await _reports.TooEarly().WriteAsync(context);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task HandOutAsync(Invocation invocation, HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.Id;
        headers["Lambda-Runtime-Deadline-Ms"] = (_time.GetUtcNow() + invocation.TimeUntilDeadline).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = FunctionArn;
        headers["Lambda-Runtime-Trace-Id"] = TraceId;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = invocation.Payload.Length;
        await context.Response.Body.WriteAsync(invocation.Payload, context.RequestAborted);
    }

    /// <summary>Asks the socket: the server learns of the death of a function a moment later, and an invocation handed out in between would be lost.</summary>
    private static bool IsGone(HttpContext context)
    {
        var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        return socket.Poll(TimeSpan.Zero, SelectMode.SelectRead) && socket.Available == 0;
    }

    private static async Task ReplyAsync(HttpContext context, Func<byte[], Reply> report)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        await report(body.ToArray()).WriteAsync(context);
    }

    private static string? ErrorType(HttpContext context) =>
        context.Request.Headers.TryGetValue("Lambda-Runtime-Function-Error-Type", out var values) ? values.ToString() : null;
}
