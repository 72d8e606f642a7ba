using System.Text;
using System.Text.Json;
using CloudTrailLambda.Emulators.RuntimeApi;
using CloudTrailLambda.Function.Runtime;
using CloudTrailLambda.Function.Telemetry;

namespace CloudTrailLambda.Function.Tests.Runtime;

/// <summary>The loop against Lambda's side of the contract.</summary>
public sealed class LambdaRuntimeTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly MemoryStream _output = new();
    private readonly CancellationTokenSource _stop = new();
    private RuntimeApiStub _stub = null!;
    private RuntimeApi _api = null!;
    private Task _loop = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _stub = await RuntimeApiStub.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        _api = new RuntimeApi(_stub.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Record.ExceptionAsync(() => _loop);
        Assert.Empty(_stub.Violations);
        await _stub.DisposeAsync();
        _api.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Events_are_handled_one_after_the_other_and_answered()
    {
        Run((invocation, _) => Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes($"\"{Encoding.UTF8.GetString(invocation.Payload.Span)}!\"")));

        Assert.Equal("\"one!\"", Text(await InvokeAsync("one")));
        Assert.Equal("\"two!\"", Text(await InvokeAsync("two")));
    }

    [Fact]
    public async Task The_handler_is_told_who_asks_and_how_much_time_there_is()
    {
        Invocation? seen = null;
        Run((invocation, _) =>
        {
            seen = invocation;
            return Task.FromResult<ReadOnlyMemory<byte>>("null"u8.ToArray());
        });

        await InvokeAsync("{}");

        Assert.NotEmpty(seen!.RequestId);
        Assert.StartsWith("arn:aws:lambda:", seen.FunctionArn, StringComparison.Ordinal);
        Assert.StartsWith("Root=1-", seen.TraceId, StringComparison.Ordinal);
        Assert.Equal(seen.TraceId, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"));
        Assert.InRange(seen.Deadline - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(30), Minute);
    }

    [Fact]
    public async Task A_failure_is_reported_and_the_next_event_handled()
    {
        Run((invocation, _) => invocation.Payload.Span.SequenceEqual("bad"u8)
            ? throw new InvalidOperationException("It is\nbad.")
            : Task.FromResult<ReadOnlyMemory<byte>>("true"u8.ToArray()));

        var error = Assert.IsType<InvocationResult.Error>(await InvokeAsync("bad"));

        Assert.Equal("Function.InvalidOperationException", error.Type);
        var body = JsonDocument.Parse(error.Body).RootElement;
        Assert.Equal("It is\nbad.", body.GetProperty("errorMessage").GetString());
        Assert.Equal("InvalidOperationException", body.GetProperty("errorType").GetString());
        Assert.NotEmpty(body.GetProperty("stackTrace").EnumerateArray());
        Assert.Equal("true", Text(await InvokeAsync("good")));
        var line = Assert.Single(Lines(), line => line.GetProperty("level").GetString() == "Error");
        Assert.Contains("It is\nbad.", line.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(line.GetProperty("requestId").GetString()!);
    }

    [Fact]
    public async Task The_token_runs_out_before_the_deadline_and_leaves_time_to_answer()
    {
        Run(async (_, cancellationToken) =>
        {
            await Record.ExceptionAsync(() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
            return "\"handed back\""u8.ToArray();
        });
        var started = TimeProvider.System.GetTimestamp();

        var result = await _stub.InvokeAsync("{}"u8.ToArray(), TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);

        Assert.Equal("\"handed back\"", Text(result));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_deadline_that_has_passed_cancels_at_once()
    {
        Run((_, cancellationToken) => Task.FromResult<ReadOnlyMemory<byte>>(cancellationToken.IsCancellationRequested ? "\"late\""u8.ToArray() : "\"early\""u8.ToArray()));

        Assert.Equal("\"late\"", Text(await _stub.InvokeAsync("{}"u8.ToArray(), TimeSpan.FromSeconds(-5), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task An_answer_of_six_megabytes_goes_through()
    {
        var big = new byte[6_000_000];
        big.AsSpan().Fill((byte)'1');
        Run((_, _) => Task.FromResult<ReadOnlyMemory<byte>>(big));

        Assert.Equal(big.Length, Assert.IsType<InvocationResult.Response>(await InvokeAsync("{}")).Body.Length);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_becomes_an_error_and_the_loop_goes_on()
    {
        Run((invocation, _) => Task.FromResult<ReadOnlyMemory<byte>>(new byte[invocation.Payload.Length > 2 ? 10 : RuntimeApiStub.MaxResponseBytes + 1]));

        Assert.Equal("Function.ResponseRefusedException", Assert.IsType<InvocationResult.Error>(await InvokeAsync("{}")).Type);
        Assert.IsType<InvocationResult.Response>(await InvokeAsync("again"));
    }

    [Fact]
    public async Task When_Lambda_cannot_recover_the_loop_ends()
    {
        Run((_, _) => Task.FromResult<ReadOnlyMemory<byte>>("null"u8.ToArray()));
        _stub.RefuseNextResponse(500);

        var invocation = _stub.InvokeAsync("{}"u8.ToArray(), Minute, _stop.Token);

        await Assert.ThrowsAsync<HttpRequestException>(() => _loop.WaitAsync(Minute, TestContext.Current.CancellationToken));
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invocation);
    }

    [Fact]
    public async Task When_the_wait_for_work_is_cut_the_loop_ends()
    {
        Run((_, _) => Task.FromResult<ReadOnlyMemory<byte>>("null"u8.ToArray()));
        await _stub.FirstNext.WaitAsync(Minute, TestContext.Current.CancellationToken);

        _stub.CutNext();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _loop.WaitAsync(Minute, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_start_that_fails_is_reported()
    {
        await _api.FailInitAsync(new InvalidSettingException("FINDINGS_TABLE is missing."), TestContext.Current.CancellationToken);

        var (type, body) = await _stub.InitError.WaitAsync(Minute, TestContext.Current.CancellationToken);
        Assert.Equal("Function.InvalidSettingException", type);
        Assert.Equal("FINDINGS_TABLE is missing.", JsonDocument.Parse(body).RootElement.GetProperty("errorMessage").GetString());
    }

    private void Run(InvocationHandler handler) =>
        _loop = new LambdaRuntime(_api, new LogLines(_output, TimeProvider.System), TimeProvider.System).RunAsync(handler, _stop.Token);

    private Task<InvocationResult> InvokeAsync(string payload) =>
        _stub.InvokeAsync(Encoding.UTF8.GetBytes(payload), Minute, TestContext.Current.CancellationToken);

    private JsonElement[] Lines() => Encoding.UTF8.GetString(_output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonDocument.Parse(line).RootElement).ToArray();

    private static string Text(InvocationResult result) => Encoding.UTF8.GetString(Assert.IsType<InvocationResult.Response>(result).Body.Span);
}
