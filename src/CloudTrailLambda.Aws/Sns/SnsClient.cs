using Amazon.Runtime;
using CloudTrailLambda.Aws.Signing;

namespace CloudTrailLambda.Aws.Sns;

/// <summary>Publishes to SNS.</summary>
/// <remarks>The Query API, version 2010-03-31: "Publish" in the Amazon SNS API reference.</remarks>
/// <param name="http">Signs and sends.</param>
/// <param name="environment">Reads a variable for the endpoint's address; the process's own unless a test has others.</param>
public sealed class SnsClient(SignedHttpClient http, Func<string, string?>? environment = null)
{
    /// <summary>Publishes a message, in the region of the topic.</summary>
    /// <returns>The id that SNS gave it.</returns>
    /// <exception cref="SnsException">It is not published, or nobody knows.</exception>
    public async Task<string> PublishAsync(SnsTopic topic, SnsMessage message, CancellationToken cancellationToken)
    {
        if (message.SizeBytes > SnsMessage.MaxBytes)
            throw new SnsException("InvalidParameter", $"The message has {message.SizeBytes:N0} bytes; SNS takes {SnsMessage.MaxBytes:N0}.", status: 0, isRetryable: false);
        var reply = await SendAsync(topic, message, cancellationToken);
        if (!reply.IsSuccess) throw ErrorOf(reply);
        // Somebody between here and SNS may answer as well; only its own answer says that the message is published.
        return QueryReply.Text(reply, "PublishResponse", "MessageId")
            ?? throw new SnsException(SnsException.NoAnswer, "The answer is not one of SNS.", reply.Status, isRetryable: true);
    }

    private async Task<ApiReply> SendAsync(SnsTopic topic, SnsMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(await CallAsync(topic, message), cancellationToken);
        }
        catch (UriFormatException e)
        {
            throw new SnsException("InvalidEndpoint", e.Message, status: 0, isRetryable: false, e);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException)
        {
            throw new SnsException("NoCredentials", e.Message, status: 0, isRetryable: true, e);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            throw new SnsException(SnsException.NoAnswer, e.Message, status: 0, isRetryable: true, e);
        }
    }

    private async Task<ApiCall> CallAsync(SnsTopic topic, SnsMessage message)
    {
        using var form = new FormUrlEncodedContent([new("Action", "Publish"), new("Version", "2010-03-31"), new("TopicArn", topic.Arn), .. message.Parameters()]);
        return new ApiCall
        {
            Endpoint = AwsEndpoint.Of("sns", topic.Region, "SNS", environment),
            ContentType = "application/x-www-form-urlencoded; charset=utf-8",
            Body = await form.ReadAsByteArrayAsync(),
            ErrorCode = QueryReply.ErrorCode,
        };
    }

    private static SnsException ErrorOf(ApiReply reply)
    {
        var code = QueryReply.ErrorCode(reply) ?? SnsException.NoAnswer;
        var message = QueryReply.ErrorMessage(reply) ?? $"HTTP status {reply.Status}";
        return new SnsException(code, message, reply.Status, TransientError.Is(reply.Status, code));
    }
}
