using System.Diagnostics;
using System.Net;

namespace CloudTrailLambda.Emulators.Tests;

public sealed class MotoServerTests
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task It_makes_a_bucket_and_is_gone_when_it_is_stopped()
    {
        int id;
        await using (var account = await MotoServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            id = account.Process.Id;
            using var made = await Http.PutAsync(new Uri($"{account.Url}/some-bucket"), content: null);
            Assert.Equal(HttpStatusCode.OK, made.StatusCode);
            Assert.Contains("<Name>some-bucket</Name>", await Http.GetStringAsync(new Uri(account.Url)), StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
    }

    [Fact]
    public async Task Calls_are_authorized_after_the_first_ones()
    {
        await using var account = await MotoServer.StartAsync(initialNoAuthActions: 1, TestContext.Current.CancellationToken);
        using var free = await PutSignedAsync($"{account.Url}/first-bucket");
        using var refused = await PutSignedAsync($"{account.Url}/second-bucket");

        Assert.Equal(HttpStatusCode.OK, free.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("InvalidAccessKeyId", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>A call of somebody whom the account does not know.</summary>
    private static async Task<HttpResponseMessage> PutSignedAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url);
        request.Headers.TryAddWithoutValidation("Authorization", TestAuthorization.For("s3"));
        return await Http.SendAsync(request);
    }
}
