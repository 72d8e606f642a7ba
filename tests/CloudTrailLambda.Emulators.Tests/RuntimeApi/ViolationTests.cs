using System.Net;

namespace CloudTrailLambda.Emulators.Tests.RuntimeApi;

/// <summary>What a function must not do is refused and noted.</summary>
public sealed class ViolationTests : IAsyncLifetime
{
    private const string Report = """{"errorMessage":"m","errorType":"T","stackTrace":[]}""";

    private RuntimeApiStub _stub = null!;
    private Function _function = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stub = await RuntimeApiStub.StartAsync(cancellationToken: Stop);
        _function = new Function(_stub);
    }

    public ValueTask DisposeAsync()
    {
        _function.Dispose();
        return _stub.DisposeAsync();
    }

    [Theory]
    [InlineData("POST", "invocation/next")]
    [InlineData("GET", "init/error")]
    [InlineData("PUT", "invocation/some-id/response")]
    [InlineData("POST", "invocation/some-id/answer")]
    [InlineData("POST", "/2015-01-01/runtime/init/error")]
    public async Task A_wrong_method_or_path_is_not_found(string method, string path)
    {
        Assert.Equal(404, (await _function.SendAsync(new HttpMethod(method), path, new StringContent(Report))).Status);
        Assert.Contains(path, Assert.Single(_stub.Violations), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task An_unknown_id_is_a_bad_request(string kind)
    {
        var (status, body) = await _function.PostAsync($"invocation/some-id/{kind}", Report);
        Assert.Equal(400, status);
        Assert.Contains("InvalidRequestID", body, StringComparison.Ordinal);
        Assert.Equal(["no invocation has the id some-id"], _stub.Violations);
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task A_second_answer_is_a_bad_request_and_the_first_one_counts(string kind)
    {
        var invoked = _stub.InvokeAsync("{}"u8.ToArray(), TimeSpan.FromMinutes(1), Stop);
        var work = await _function.NextAsync(Stop);
        await _function.PostAsync($"invocation/{work.Id}/response", "first");
        Assert.Equal(400, (await _function.PostAsync($"invocation/{work.Id}/{kind}", Report)).Status);

        Assert.Equal("first"u8.ToArray(), Assert.IsType<InvocationResult.Response>(await invoked).Body.ToArray());
        Assert.Equal([$"{work.Id} is answered already"], _stub.Violations);
    }

    [Fact]
    public async Task The_next_invocation_before_the_answer_is_forbidden()
    {
        var first = _stub.InvokeAsync("1"u8.ToArray(), TimeSpan.FromMinutes(1), Stop);
        var second = _stub.InvokeAsync("2"u8.ToArray(), TimeSpan.FromMinutes(1), Stop);
        var work = await _function.NextAsync(Stop);
        Assert.Equal(HttpStatusCode.Forbidden, await NextStatusAsync());
        Assert.Equal(["the next invocation is asked for before the last one is answered"], _stub.Violations);

        await _function.PostAsync($"invocation/{work.Id}/response", "one");
        await first;
        Assert.Equal("2", (await _function.NextAsync(Stop)).Payload);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task Of_two_who_wait_one_gets_the_invocation_and_the_other_is_forbidden_to_get_the_next()
    {
        var waiting = new List<Task<HttpStatusCode>> { NextStatusAsync(), NextStatusAsync() };
        await _stub.FirstNext.WaitAsync(TimeSpan.FromMinutes(1), Stop);
        using var givenUp = new CancellationTokenSource();
        Task[] invoked = [_stub.InvokeAsync("1"u8.ToArray(), TimeSpan.FromMinutes(1), givenUp.Token), _stub.InvokeAsync("2"u8.ToArray(), TimeSpan.FromMinutes(1), givenUp.Token)];

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Forbidden], (await Task.WhenAll(waiting)).Order());
        Assert.Single(_stub.Violations);
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(invoked));
    }

    [Fact]
    public async Task An_error_of_the_initialization_after_it_is_forbidden()
    {
        var next = NextStatusAsync();
        await _stub.FirstNext.WaitAsync(TimeSpan.FromMinutes(1), Stop);
        Assert.Equal(403, (await _function.PostAsync("init/error", Report)).Status);

        Assert.Equal(["an error of the initialization is reported after it"], _stub.Violations);
        Assert.False(_stub.InitError.IsCompleted);
        _stub.CutNext();
        await Assert.ThrowsAsync<HttpRequestException>(() => next);
    }

    [Theory]
    [InlineData("it broke", "the report of an error is not JSON")]
    [InlineData("[]", "the report of an error has no errorMessage or no errorType")]
    [InlineData("""{"errorMessage":"m"}""", "the report of an error has no errorMessage or no errorType")]
    [InlineData("""{"errorMessage":"m","errorType":1}""", "the report of an error has no errorMessage or no errorType")]
    public async Task A_report_that_is_none_is_noted(string report, string violation)
    {
        var invoked = _stub.InvokeAsync("{}"u8.ToArray(), TimeSpan.FromMinutes(1), Stop);
        var work = await _function.NextAsync(Stop);
        Assert.Equal(202, (await _function.PostAsync($"invocation/{work.Id}/error", report)).Status);

        Assert.Equal(new InvocationResult.Error(Type: null, report), await invoked);
        Assert.Equal([violation], _stub.Violations);
    }

    [Fact]
    public async Task Stopping_abandons_what_is_open()
    {
        var stub = await RuntimeApiStub.StartAsync(cancellationToken: Stop);
        var invoked = stub.InvokeAsync("{}"u8.ToArray(), TimeSpan.FromMinutes(1), Stop);
        await stub.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invoked);
    }

    private async Task<HttpStatusCode> NextStatusAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"http://{_stub.Address}/2018-06-01/runtime/invocation/next"), Stop);
        return answer.StatusCode;
    }
}
