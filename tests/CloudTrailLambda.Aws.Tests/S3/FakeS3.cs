using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using CloudTrailLambda.Aws.S3;

namespace CloudTrailLambda.Aws.Tests.S3;

/// <summary>An S3 that answers what the test says, region by region, for what the emulator does not do.</summary>
internal sealed class FakeS3(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpClientFactory
{
    public ConcurrentQueue<string> Requests { get; } = [];

    public S3Clients Clients() => new(region => new AmazonS3Client(
        new BasicAWSCredentials("TESTACCESSKEYID", "secret"),
        new AmazonS3Config { RegionEndpoint = region ?? RegionEndpoint.USEast1, HttpClientFactory = this, MaxErrorRetry = 1 }));

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this, answer));

    public static HttpResponseMessage Object(string text, string region = "us-east-1") =>
        new(HttpStatusCode.OK) { Content = new StringContent(text), Headers = { { "x-amz-bucket-region", region } } };

    public static HttpResponseMessage Error(int status, string code, string message = "No.", string? regionHeader = null)
    {
        var body = code.Length == 0 ? "" : $"""<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{message}</Message><RequestId>1</RequestId></Error>""";
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/xml") };
        if (regionHeader is not null) response.Headers.Add("x-amz-bucket-region", regionHeader);
        return response;
    }

    private sealed class Handler(FakeS3 owner, Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            owner.Requests.Enqueue($"{request.Method} {request.RequestUri!.Host}");
            var response = answer(request);
            response.RequestMessage = request;
            return Task.FromResult(response);
        }
    }
}
