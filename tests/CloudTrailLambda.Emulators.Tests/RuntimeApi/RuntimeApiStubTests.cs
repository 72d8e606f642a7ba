using System.Text;

namespace CloudTrailLambda.Emulators.Tests.RuntimeApi;

/// <summary>A function that keeps to the contract, and what can befall it.</summary>
public sealed class RuntimeApiStubTests : IAsyncLifetime
{
    private const string Report = """{"errorMessage":"m","errorType":"T","stackTrace":[]}""";

    private static readonly DateTimeOffset Now = new(2024, 6, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private RuntimeApiStub _stub = null!;
    private Function _function = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stub = await RuntimeApiStub.StartAsync(new FixedTime(Now), Stop);
        _function = new Function(_stub);
    }

    public async ValueTask DisposeAsync()
    {
        _function.Dispose();
        Assert.Empty(_stub.Violations);
        await _stub.DisposeAsync();
    }

    [Fact]
    public async Task An_invocation_goes_out_with_its_headers_and_comes_back_as_a_response()
    {
        var invoked = InvokeAsync("""{"Records":[]}""");
        var work = await _function.NextAsync(Stop);
        Assert.Equal("""{"Records":[]}""", work.Payload);
        Assert.Equal(Now + Minute, work.Deadline);
        Assert.StartsWith("arn:aws:lambda:", work.Arn, StringComparison.Ordinal);
        Assert.StartsWith("Root=1-", work.Trace, StringComparison.Ordinal);
        Assert.True(_stub.FirstNext.IsCompletedSuccessfully);
        Assert.False(invoked.IsCompleted);

        Assert.Equal((202, """{"status":"OK"}"""), await _function.PostAsync($"invocation/{work.Id}/response", "done"));
        Assert.Equal("done", await ResponseAsync(invoked));
    }

    [Fact]
    public async Task The_function_may_wait_first_and_gets_one_invocation_after_the_other()
    {
        var next = _function.NextAsync(Stop);
        await _stub.FirstNext.WaitAsync(Minute, Stop);
        var first = InvokeAsync("1");
        var second = InvokeAsync("2");
        var work = await next;
        Assert.Equal("1", work.Payload);
        await _function.PostAsync($"invocation/{work.Id}/response", "one");
        Assert.Equal("one", await ResponseAsync(first));

        var more = await _function.NextAsync(Stop);
        Assert.Equal("2", more.Payload);
        Assert.NotEqual(work.Id, more.Id);
        await _function.PostAsync($"invocation/{more.Id}/response", "two");
        Assert.Equal("two", await ResponseAsync(second));
    }

    [Fact]
    public async Task A_response_may_come_in_chunks()
    {
        var invoked = InvokeAsync("{}");
        var work = await _function.NextAsync(Stop);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{_stub.Address}/2018-06-01/runtime/invocation/{work.Id}/response");
        request.Content = new StringContent(new string('x', 300_000));
        request.Headers.TransferEncodingChunked = true;
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(202, (int)answer.StatusCode);
        Assert.Equal(300_000, (await ResponseAsync(invoked)).Length);
    }

    [Fact]
    public async Task An_error_of_an_invocation_comes_back_as_one()
    {
        var invoked = InvokeAsync("{}");
        var work = await _function.NextAsync(Stop);
        Assert.Equal(202, (await _function.PostAsync($"invocation/{work.Id}/error", Report, "Function.Broken")).Status);
        Assert.Equal(new InvocationResult.Error("Function.Broken", Report), await invoked);
    }

    [Fact]
    public async Task An_error_of_the_initialization_is_seen()
    {
        Assert.Equal(202, (await _function.PostAsync("init/error", Report, "Runtime.NoRules")).Status);
        Assert.Equal(("Runtime.NoRules", Report), await _stub.InitError);
    }

    [Fact]
    public async Task A_response_may_be_6_MB_and_no_more()
    {
        var invoked = InvokeAsync("{}");
        var work = await _function.NextAsync(Stop);
        var (status, body) = await _function.PostAsync($"invocation/{work.Id}/response", new string('x', RuntimeApiStub.MaxResponseBytes + 1));
        Assert.Equal(413, status);
        Assert.Contains("RequestEntityTooLarge", body, StringComparison.Ordinal);
        Assert.False(invoked.IsCompleted);

        Assert.Equal(202, (await _function.PostAsync($"invocation/{work.Id}/response", new string('x', RuntimeApiStub.MaxResponseBytes))).Status);
        Assert.Equal(RuntimeApiStub.MaxResponseBytes, (await ResponseAsync(invoked)).Length);
    }

    [Fact]
    public async Task A_response_can_be_refused_and_the_invocation_stays_open()
    {
        var invoked = InvokeAsync("{}");
        var work = await _function.NextAsync(Stop);
        _stub.RefuseNextResponse(413, "too large");
        _stub.RefuseNextResponse(500);
        Assert.Equal((413, "too large"), await _function.PostAsync($"invocation/{work.Id}/response", "a"));
        Assert.Equal((500, ""), await _function.PostAsync($"invocation/{work.Id}/response", "b"));
        Assert.False(invoked.IsCompleted);

        Assert.Equal(202, (await _function.PostAsync($"invocation/{work.Id}/error", Report)).Status);
        Assert.Equal(new InvocationResult.Error(Type: null, Report), await invoked);
    }

    [Fact]
    public async Task Waiting_for_work_can_be_cut_off_and_begun_again()
    {
        var next = _function.NextAsync(Stop);
        await _stub.FirstNext.WaitAsync(Minute, Stop);
        _stub.CutNext();
        await Assert.ThrowsAsync<HttpRequestException>(() => next);

        await InvokeAndAnswerAsync();
    }

    [Fact]
    public async Task A_function_that_died_waiting_takes_no_invocation_with_it()
    {
        using (var other = new Function(_stub))
        {
            using var dies = new CancellationTokenSource();
            var next = other.NextAsync(dies.Token);
            await _stub.FirstNext.WaitAsync(Minute, Stop);
            await dies.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        }

        await InvokeAndAnswerAsync();
    }

    [Fact]
    public async Task What_the_test_gives_up_is_not_handed_out_and_does_not_stand_in_the_way()
    {
        using var givenUp = new CancellationTokenSource();
        var handedOut = _stub.InvokeAsync("1"u8.ToArray(), Minute, givenUp.Token);
        Assert.Equal("1", (await _function.NextAsync(Stop)).Payload);
        var queued = _stub.InvokeAsync("2"u8.ToArray(), Minute, givenUp.Token);
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handedOut);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);

        await InvokeAndAnswerAsync();
    }

    private async Task InvokeAndAnswerAsync()
    {
        var invoked = InvokeAsync("3");
        var work = await _function.NextAsync(Stop);
        Assert.Equal("3", work.Payload);
        await _function.PostAsync($"invocation/{work.Id}/response", "three");
        Assert.Equal("three", await ResponseAsync(invoked));
    }

    private Task<InvocationResult> InvokeAsync(string payload) => _stub.InvokeAsync(Encoding.UTF8.GetBytes(payload), Minute, Stop);

    private static async Task<string> ResponseAsync(Task<InvocationResult> invoked) =>
        Encoding.UTF8.GetString(Assert.IsType<InvocationResult.Response>(await invoked).Body.Span);
}
