using System.Net;
using CloudTrailLambda.Emulators.Tests.Processes;

namespace CloudTrailLambda.Emulators.Tests.Servers;

public sealed class MotoServerTests
{
    private static readonly HttpClient Http = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_keeps_buckets_also_behind_a_proxy_and_is_gone_when_it_is_stopped()
    {
        var account = await MotoServer.StartAsync(cancellationToken: Stop);
        await using (account)
        {
            await using var proxy = await ReverseProxy.StartAsync(account.Url, Stop);
            Assert.StartsWith("http://localhost:", account.Url, StringComparison.Ordinal);
            Assert.StartsWith("http://localhost:", proxy.Url, StringComparison.Ordinal);

            Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Put, $"{proxy.Url}/some-bucket"));
            Assert.Contains("<Name>some-bucket</Name>", await Http.GetStringAsync(new Uri(account.Url), Stop), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Head, $"{proxy.Url}/some-bucket"));
            Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Delete, $"{proxy.Url}/some-bucket"));
            Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Head, $"{proxy.Url}/some-bucket"));
        }

        Assert.False(ProcessTable.IsAlive(account.Process.Id));
    }

    [Fact]
    public async Task Calls_are_authorized_after_the_first_ones()
    {
        await using var account = await MotoServer.StartAsync(initialNoAuthActions: 1, Stop);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Put, $"{account.Url}/first-bucket"));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Put, $"{account.Url}/second-bucket"));
    }

    /// <summary>A call of somebody whom the account does not know.</summary>
    private static async Task<HttpStatusCode> SendAsync(HttpMethod method, string url)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Headers.TryAddWithoutValidation("Authorization", TestAuthorization.For("s3"));
        using var answer = await Http.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}
