using System.Net.Http.Headers;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace CloudTrailLambda.Aws.Signing;

/// <summary>
/// Calls AWS APIs that this product has no package of the SDK for: signs with SigV4, tries again what may pass, and comes to an end.
/// Thread-safe.
/// </summary>
public sealed class SignedHttpClient : IDisposable
{
    private const int MaxReplyBytes = 1024 * 1024;

    private readonly HttpClient _http;
    private readonly AWSCredentials _credentials;
    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline<Attempt> _pipeline;

    /// <summary>Signs with these credentials, asked for before each request so that they may change.</summary>
    public SignedHttpClient(AWSCredentials credentials, TimeProvider clock) : this(credentials, clock, new SendLimits())
    {
    }

    internal SignedHttpClient(AWSCredentials credentials, TimeProvider clock, SendLimits limits)
    {
        _credentials = credentials;
        _clock = clock;
        // A redirect would arrive with a signature for somewhere else.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxReplyBytes };
        _pipeline = Pipeline(limits, clock);
    }

    /// <summary>Signs with the credentials that every AWS tool finds in this environment.</summary>
    public static SignedHttpClient FromEnvironment(TimeProvider clock) => new(new DefaultCredentials(), clock);

    /// <summary>
    /// Sends a call, several times if need be: when the service is throttling or failing, and when no answer came. The last may have been
    /// done all the same, so a call that is sent again may be done twice.
    /// </summary>
    /// <returns>The answer, also one that says no.</returns>
    /// <exception cref="HttpRequestException">There was no answer, or one of more than 1 MiB.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    /// <exception cref="AmazonClientException">There are no credentials.</exception>
    public async Task<ApiReply> SendAsync(ApiCall call, CancellationToken cancellationToken)
    {
        try
        {
            return (await _pipeline.ExecuteAsync(async token => await SendOnceAsync(call, token), cancellationToken)).Reply;
        }
        catch (TimeoutRejectedException e)
        {
            throw new TimeoutException($"{call.Endpoint.Url.Host} did not answer in time.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static ResiliencePipeline<Attempt> Pipeline(SendLimits limits, TimeProvider clock) =>
        new ResiliencePipelineBuilder<Attempt> { TimeProvider = clock }
            .AddTimeout(limits.Whole)
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = limits.MaxAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = limits.FirstDelay,
                MaxDelay = limits.MaxDelay,
                ShouldHandle = static arguments => ValueTask.FromResult(MayPass(arguments.Outcome)),
            })
            .AddTimeout(limits.Attempt)
            .Build();

    private static bool MayPass(Outcome<Attempt> outcome) => outcome.Exception switch
    {
        null => outcome.Result!.IsTransient,
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => false,
        _ => outcome.Exception is HttpRequestException or TimeoutRejectedException,
    };

    private async Task<Attempt> SendOnceAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var request = await SignAsync(call, cancellationToken);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        var reply = new ApiReply((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return new Attempt(reply, !reply.IsSuccess && TransientError.Is(reply.Status, call.ErrorCode(reply)));
    }

    private async Task<HttpRequestMessage> SignAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var toSign = new AWSSigningRequest { HttpMethod = HttpMethod.Post, RequestUri = call.Endpoint.Url, Content = call.Body };
        toSign.Headers["Content-Type"] = call.ContentType;
        foreach (var (name, value) in call.Headers) toSign.Headers[name] = value;
        var signed = await AWSSigV4Signer.SignAsync(
            toSign,
            new AWSSigV4Parameters
            {
                Credentials = _credentials,
                Region = RegionEndpoint.GetBySystemName(call.Endpoint.Region),
                Service = call.Endpoint.Service,
                SignedAt = _clock.GetUtcNow().UtcDateTime,
            },
            cancellationToken);

        var request = new HttpRequestMessage(HttpMethod.Post, call.Endpoint.Url) { Content = new ByteArrayContent(call.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(call.ContentType);
        foreach (var (name, value) in call.Headers.Concat(signed.Headers)) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private sealed record Attempt(ApiReply Reply, bool IsTransient);
}
