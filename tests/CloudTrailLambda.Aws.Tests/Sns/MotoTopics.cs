using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using CloudTrailLambda.Aws.Signing;
using CloudTrailLambda.Aws.Sns;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Aws.Tests.Sns;

/// <summary>An account with SNS and SQS for the tests of one class.</summary>
public sealed class MotoTopics : IAsyncLifetime
{
    private readonly SignedHttpClient _http = new(new BasicAWSCredentials(TestCredentials.AccessKeyId, TestCredentials.SecretAccessKey), TimeProvider.System, new SendLimits { FirstDelay = TimeSpan.FromMilliseconds(1) });

    public MotoServer Server { get; private set; } = null!;

    public IAmazonSQS Queues { get; private set; } = null!;

    internal MotoAccount Account => new(Server.Url);

    public async ValueTask InitializeAsync()
    {
        Server = await MotoServer.StartAsync();
        Queues = QueuesOf(Server.Url, TestCredentials.AccessKeyId, TestCredentials.SecretAccessKey);
    }

    /// <summary>A client that publishes here, by way of a proxy if there is one.</summary>
    public SnsClient Client(string? url = null) => new(_http, name => name == "AWS_ENDPOINT_URL_SNS" ? url ?? Server.Url : null);

    public static IAmazonSQS QueuesOf(string url, string keyId, string secret) =>
        new AmazonSQSClient(new BasicAWSCredentials(keyId, secret), new AmazonSQSConfig { ServiceURL = url, AuthenticationRegion = RegionEndpoint.USEast1.SystemName });

    /// <summary>Makes a queue that is subscribed to a topic: three calls.</summary>
    internal static async Task<string> SubscribeQueueAsync(IAmazonSQS queues, MotoAccount account, string topic, string? filterPolicy = null)
    {
        var url = (await queues.CreateQueueAsync($"q-{Guid.NewGuid():N}")).QueueUrl;
        var arn = (await queues.GetQueueAttributesAsync(url, ["QueueArn"])).QueueARN;
        await account.SubscribeAsync(topic, arn, filterPolicy);
        return url;
    }

    /// <summary>The notifications in a queue, as SNS wraps them.</summary>
    internal static async Task<List<JsonElement>> ReceiveAsync(IAmazonSQS queues, string url)
    {
        var answer = await queues.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, MaxNumberOfMessages = 10 });
        return [.. (answer.Messages ?? []).Select(message => JsonDocument.Parse(message.Body).RootElement)];
    }

    public async ValueTask DisposeAsync()
    {
        Queues.Dispose();
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
