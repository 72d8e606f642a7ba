using System.Globalization;
using System.Net;

namespace CloudTrailLambda.Emulators.Tests.RuntimeApi;

/// <summary>The side of the function, one call at a time, right or wrong as the test wants it.</summary>
internal sealed class Function(RuntimeApiStub stub) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://{stub.Address}/2018-06-01/runtime/") };

    public async Task<Event> NextAsync(CancellationToken cancellationToken = default)
    {
        using var answer = await _http.GetAsync("invocation/next", cancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string Header(string name) => Assert.Single(answer.Headers.GetValues($"Lambda-Runtime-{name}"));
        return new Event(
            Header("Aws-Request-Id"),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Header("Deadline-Ms"), CultureInfo.InvariantCulture)),
            Header("Invoked-Function-Arn"),
            Header("Trace-Id"),
            await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Posts a body and gives what it is answered; a body of unknown length goes in chunks.</summary>
    public async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, HttpContent content, string? errorType = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (errorType is not null) request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public Task<(int Status, string Body)> PostAsync(string path, string body, string? errorType = null) =>
        SendAsync(HttpMethod.Post, path, new StringContent(body), errorType);

    public void Dispose() => _http.Dispose();

    /// <summary>What the function gets for an invocation.</summary>
    internal sealed record Event(string Id, DateTimeOffset Deadline, string Arn, string Trace, string Payload);
}
