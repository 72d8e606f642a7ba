using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CloudTrailLambda.Emulators.Tests.Proxying;

public sealed class FaultTests
{
    private static readonly HttpClient Http = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_counted_and_shown_as_they_came()
    {
        await using var echo = await Echo.StartAsync();
        var seen = new List<ProxiedRequest>();
        echo.Proxy.OnRequest = request =>
        {
            seen.Add(request);
            return ProxyAction.Forward;
        };
        using var first = await Http.GetAsync(new Uri($"{echo.Proxy.Url}/a?b"), Stop);
        using var second = await PostAsync(echo.Proxy.Url, "TransactWriteItems");

        Assert.Equal([1, 2], seen.Select(request => request.Number));
        Assert.Equal(["GET", "POST"], seen.Select(request => request.Method));
        Assert.Equal(["/a?b", "/"], seen.Select(request => request.Target));
        Assert.Equal(["/a", "/"], seen.Select(request => request.Path));
        Assert.Equal([null, "TransactWriteItems"], seen.Select(request => request.Header("x-amz-target")));
        Assert.Equal(["", "{}"], seen.Select(request => Encoding.UTF8.GetString(request.Body.Span)));
        Assert.Equal(2, echo.Got.Count);
    }

    [Fact]
    public async Task An_answer_of_the_test_does_not_reach_the_upstream()
    {
        await using var echo = await Echo.StartAsync();
        echo.Proxy.OnRequest = request => request.Number == 1
            ? ProxyAction.Answer(400, new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "application/x-amz-json-1.0" }, """{"__type":"ThrottlingException"}"""u8.ToArray())
            : ProxyAction.Forward;
        using var throttled = await PostAsync(echo.Proxy.Url, "PutItem");

        Assert.Equal(HttpStatusCode.BadRequest, throttled.StatusCode);
        Assert.Equal("application/x-amz-json-1.0", throttled.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""{"__type":"ThrottlingException"}""", await throttled.Content.ReadAsStringAsync(Stop));
        Assert.Empty(echo.Got);

        using var passed = await PostAsync(echo.Proxy.Url, "PutItem");
        Assert.Equal(HttpStatusCode.OK, passed.StatusCode);
        Assert.Single(echo.Got);
    }

    [Fact]
    public async Task A_dropped_request_does_not_reach_the_upstream()
    {
        await using var echo = await Echo.StartAsync();
        echo.Proxy.OnRequest = _ => ProxyAction.Drop;
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(echo.Proxy.Url, "PutItem"));
        Assert.Empty(echo.Got);
    }

    [Fact]
    public async Task Of_a_dropped_answer_the_upstream_knows_nothing()
    {
        await using var echo = await Echo.StartAsync();
        // The second request goes over the connection of the first, as those of AWS clients do.
        echo.Proxy.OnRequest = request => request.Number == 2 ? ProxyAction.ForwardThenDrop : ProxyAction.Forward;
        using var first = await PostAsync(echo.Proxy.Url, "PutItem");
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(echo.Proxy.Url, "PutItem"));

        Assert.Equal(2, echo.Proxy.Requests);
        Assert.Equal(2, echo.Got.Count);
    }

    [Fact]
    public async Task A_connection_is_cut_so_hard_that_no_client_takes_it_for_an_idle_one()
    {
        await using var echo = await Echo.StartAsync();
        echo.Proxy.OnRequest = request => request.Number == 1 ? ProxyAction.Forward : ProxyAction.Drop;
        using var first = await Http.GetAsync(new Uri(echo.Proxy.Url), Stop);
        await Assert.ThrowsAsync<HttpRequestException>(() => Http.GetAsync(new Uri(echo.Proxy.Url), Stop));

        // HttpClient sends a GET again by itself when a connection that it used before ends quietly.
        Assert.Equal(2, echo.Proxy.Requests);
    }

    [Fact]
    public async Task Between_the_upstreams_answer_and_the_clients_the_test_can_step_in()
    {
        await using var echo = await Echo.StartAsync();
        var answered = false;
        echo.Answer = context =>
        {
            answered = true;
            return context.Response.WriteAsync("done");
        };
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        echo.Proxy.BeforeAnswer = async request =>
        {
            Assert.True(answered);
            Assert.Equal("PutItem", request.Header("X-Amz-Target"));
            reached.SetResult();
            await goOn.Task;
        };
        var call = PostAsync(echo.Proxy.Url, "PutItem");
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        Assert.False(call.IsCompleted);

        goOn.SetResult();
        using var answer = await call;
        Assert.Equal("done", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_hook_that_throws_fails_the_test()
    {
        var echo = await Echo.StartAsync();
        echo.Proxy.OnRequest = request => throw new InvalidOperationException($"unexpected {request.Path}");
        using var answer = await PostAsync($"{echo.Proxy.Url}/x", "PutItem");
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("unexpected /x", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        var failure = await Assert.ThrowsAsync<AggregateException>(async () => await echo.DisposeAsync());
        Assert.Equal("unexpected /x", Assert.Single(failure.InnerExceptions).Message);
        await echo.StopUpstreamAsync();
    }

    private static async Task<HttpResponseMessage> PostAsync(string url, string target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent("{}") };
        request.Headers.Add("X-Amz-Target", target);
        return await Http.SendAsync(request, Stop);
    }
}
