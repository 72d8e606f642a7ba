using System.Collections.Concurrent;
using System.Text;
using Amazon.Runtime;
using CloudTrailLambda.Aws.Signing;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Aws.Tests.Signing;

public sealed class SignedHttpClientTests : IAsyncLifetime
{
    private static readonly SendLimits Quick = new() { FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5) };

    private readonly ConcurrentQueue<Seen> _requests = [];
    private ReverseProxy _server = null!;
    private Func<int, ProxyAction> _answer = _ => Answer(200, "done");

    public async ValueTask InitializeAsync()
    {
        // Nothing is forwarded: the proxy answers itself.
        _server = await ReverseProxy.StartAsync("http://localhost:9");
        _server.OnRequest = request =>
        {
            // Its headers are gone when it is over.
            _requests.Enqueue(new Seen(request.Method, Encoding.UTF8.GetString(request.Body.Span), request.Header("X-Amz-Security-Token"), request.Header("X-Amz-Target"), request.Header("Authorization")!));
            return _answer(request.Number);
        };
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_call_arrives_as_it_was_made_and_signed_over_everything()
    {
        using var http = new SignedHttpClient(new SessionAWSCredentials("KEYID", "secret", "the-session-token"), TimeProvider.System, Quick);

        var reply = await http.SendAsync(Call("a=ü+b"), CancellationToken.None);

        Assert.Equal((200, "done"), (reply.Status, Encoding.UTF8.GetString(reply.Body)));
        var request = Assert.Single(_requests);
        Assert.Equal(("POST", "a=ü+b"), (request.Method, request.Body));
        Assert.Equal("the-session-token", request.SessionToken);
        Assert.Equal("Service.Action", request.Target);
        Assert.Matches(
            "^AWS4-HMAC-SHA256 Credential=KEYID/[0-9]{8}/eu-west-1/logs/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$",
            request.Authorization);
    }

    [Fact]
    public async Task Credentials_are_asked_for_anew_before_each_attempt()
    {
        _answer = number => number == 1 ? Answer(503, "") : Answer(200, "");
        using var http = new SignedHttpClient(new ChangingCredentials(), TimeProvider.System, Quick);

        await http.SendAsync(Call(), CancellationToken.None);
        await http.SendAsync(Call(), CancellationToken.None);

        Assert.Equal(["KEY1", "KEY2", "KEY3"], _requests.Select(request => request.Authorization.Split('=', '/')[1]));
    }

    [Fact]
    public async Task The_credentials_of_the_environment_are_found()
    {
        // As Lambda hands them over. No other test of this process looks for credentials there.
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("AWS_ACCESS_KEY_ID", "ENVIRONMENTKEY"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_SESSION_TOKEN", "environment-token")])
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        using var http = SignedHttpClient.FromEnvironment(TimeProvider.System);

        await http.SendAsync(Call(), CancellationToken.None);

        Assert.Equal("environment-token", _requests.Single().SessionToken);
        Assert.Contains("Credential=ENVIRONMENTKEY/", _requests.Single().Authorization, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "", 4)]
    [InlineData(503, "<html>", 4)]
    [InlineData(429, "", 4)]
    [InlineData(400, "Throttling", 4)]
    [InlineData(400, "ThrottlingException", 4)]
    [InlineData(400, "ValidationError", 1)]
    [InlineData(403, "AccessDenied", 1)]
    [InlineData(302, "", 1)]
    public async Task What_may_pass_is_tried_four_times_and_what_stays_once(int status, string code, int attempts)
    {
        _answer = _ => Answer(status, code);
        using var http = Client();

        Assert.Equal(status, (await http.SendAsync(Call(), CancellationToken.None)).Status);

        Assert.Equal(attempts, _server.Requests);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_tried_again()
    {
        _answer = number => number < 3 ? ProxyAction.Drop : Answer(200, "done");
        using var http = Client();

        Assert.True((await http.SendAsync(Call(), CancellationToken.None)).IsSuccess);

        Assert.Equal(3, _server.Requests);
    }

    [Fact]
    public async Task A_connection_that_is_always_cut_and_one_that_nobody_takes_are_errors()
    {
        _answer = _ => ProxyAction.Drop;
        using var http = Client();

        await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(Call(), CancellationToken.None));
        Assert.Equal(4, _server.Requests);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(Call() with { Endpoint = Endpoint(new Uri($"http://127.0.0.1:{FreePort.Next()}/")) }, CancellationToken.None));
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_it()
    {
        _answer = _ => ProxyAction.Answer(200, body: new byte[(1024 * 1024) + 1]);
        using var http = Client();

        await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(Call(), CancellationToken.None));

        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task Silence_ends_after_the_time_of_the_attempts_or_of_the_whole()
    {
        using var silent = new SilentServer();
        var call = Call() with { Endpoint = Endpoint(silent.Url) };
        var started = TimeProvider.System.GetTimestamp();
        using var attempts = Client(Quick with { Attempt = TimeSpan.FromMilliseconds(50) });
        using var whole = Client(Quick with { Whole = TimeSpan.FromMilliseconds(200) });

        Assert.Equal("127.0.0.1 did not answer in time.", (await Assert.ThrowsAsync<TimeoutException>(() => attempts.SendAsync(call, CancellationToken.None))).Message);
        await Assert.ThrowsAsync<TimeoutException>(() => whole.SendAsync(call, CancellationToken.None));

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromMilliseconds(390), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void All_attempts_together_fit_into_the_whole_time()
    {
        var limits = new SendLimits();

        Assert.InRange(limits.MaxAttempts, 1, 4);
        Assert.InRange(limits.Whole, limits.Attempt, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Cancellation_ends_it_at_once()
    {
        using var silent = new SilentServer();
        using var http = Client();
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var started = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.SendAsync(Call() with { Endpoint = Endpoint(silent.Url) }, cancelled.Token));

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void A_body_that_is_too_large_is_refused_before_it_is_sent() =>
        Assert.Throws<ArgumentException>(() => Call() with { Body = new byte[ApiCall.MaxBodyBytes + 1] });

    private static SignedHttpClient Client(SendLimits? limits = null) => new(new BasicAWSCredentials("KEYID", "secret"), TimeProvider.System, limits ?? Quick);

    private static ProxyAction Answer(int status, string body) => ProxyAction.Answer(status, body: Encoding.UTF8.GetBytes(body));

    private static AwsEndpoint Endpoint(Uri url) => new("logs", "eu-west-1", url);

    private ApiCall Call(string body = "body") => new()
    {
        Endpoint = Endpoint(new Uri(_server.Url)),
        ContentType = "application/x-amz-json-1.1",
        Body = Encoding.UTF8.GetBytes(body),
        Headers = new Dictionary<string, string> { ["X-Amz-Target"] = "Service.Action" },
        ErrorCode = reply => Encoding.UTF8.GetString(reply.Body),
    };

    private sealed record Seen(string Method, string Body, string? SessionToken, string? Target, string Authorization);

    private sealed class ChangingCredentials : AWSCredentials
    {
        private int _number;

        public override ImmutableCredentials GetCredentials() => new($"KEY{Interlocked.Increment(ref _number)}", "secret", null);
    }
}
