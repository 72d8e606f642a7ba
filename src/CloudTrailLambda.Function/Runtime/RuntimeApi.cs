using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CloudTrailLambda.Function.Runtime;

/// <summary>The calls of the Lambda Runtime API, version 2018-06-01 ("Using the Lambda runtime API for custom runtimes" in the Lambda developer guide).</summary>
internal sealed class RuntimeApi : IDisposable
{
    /// <summary>A stack trace helps with its first frames; the whole answer must stay small.</summary>
    private const int MaxStackFrames = 20;

    private static readonly MediaTypeHeaderValue ErrorType = new("application/vnd.aws.lambda.error+json");

    private readonly HttpClient _http;

    /// <summary>Takes the address that Lambda gives in <c>AWS_LAMBDA_RUNTIME_API</c>, a host and a port.</summary>
    public RuntimeApi(string address) => _http = new HttpClient
    {
        BaseAddress = new Uri($"http://{address}/2018-06-01/runtime/"),
        // The function is frozen while it waits for work, perhaps for hours.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Waits for the next event.</summary>
    /// <exception cref="HttpRequestException">Lambda does not answer as it should; the process is of no more use.</exception>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync("invocation/next", cancellationToken);
        response.EnsureSuccessStatusCode();
        return new Invocation(
            Header(response, "Lambda-Runtime-Aws-Request-Id") ?? throw new HttpRequestException("The Runtime API sent an invocation without a request id."),
            await response.Content.ReadAsByteArrayAsync(cancellationToken),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Header(response, "Lambda-Runtime-Deadline-Ms") ?? "0", CultureInfo.InvariantCulture)),
            Header(response, "Lambda-Runtime-Invoked-Function-Arn"),
            Header(response, "Lambda-Runtime-Trace-Id"));
    }

    /// <summary>Answers an event. False when Lambda does not take the answer because it is too large or in a wrong form.</summary>
    /// <exception cref="HttpRequestException">Lambda is in a state that it cannot recover from; the process must end.</exception>
    public Task<bool> RespondAsync(string requestId, ReadOnlyMemory<byte> response, CancellationToken cancellationToken)
    {
        var content = new ReadOnlyMemoryContent(response);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return PostAsync($"invocation/{requestId}/response", content, errorType: null, cancellationToken);
    }

    /// <summary>Says that an event could not be handled.</summary>
    /// <exception cref="HttpRequestException">As for an answer.</exception>
    public Task<bool> FailAsync(string requestId, Exception failure, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{requestId}/error", ToContent(failure), failure.GetType().Name, cancellationToken);

    /// <summary>Says that the function could not start. The process must end with another exit code than 0 afterwards.</summary>
    /// <exception cref="HttpRequestException">As for an answer.</exception>
    public Task<bool> FailInitAsync(Exception failure, CancellationToken cancellationToken) =>
        PostAsync("init/error", ToContent(failure), failure.GetType().Name, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<bool> PostAsync(string path, HttpContent content, string? errorType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (errorType is not null) request.Headers.Add("Lambda-Runtime-Function-Error-Type", $"Function.{errorType}");
        using var response = await _http.SendAsync(request, cancellationToken);
        if (response.StatusCode is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest or HttpStatusCode.Forbidden) return false;
        response.EnsureSuccessStatusCode();
        return true;
    }

    private static ByteArrayContent ToContent(Exception failure)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("errorMessage", failure.Message);
            writer.WriteString("errorType", failure.GetType().Name);
            writer.WriteStartArray("stackTrace");
            foreach (var frame in (failure.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(MaxStackFrames)) writer.WriteStringValue(frame);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        var content = new ByteArrayContent(json.ToArray());
        content.Headers.ContentType = ErrorType;
        return content;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
