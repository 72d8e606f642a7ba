using System.Text;
using System.Text.Json;
using Amazon.SQS.Model;

namespace CloudTrailLambda.Function.Tests.EndToEnd;

/// <summary>What Lambda does between a queue and a function: batches of messages in, what is done out of the queue.</summary>
internal static class EventSource
{
    /// <summary>Messages of one queue, as the function gets them.</summary>
    public static string ToEvent(IEnumerable<Message> messages) => JsonSerializer.Serialize(new
    {
        Records = messages.Select(message => new
        {
            messageId = message.MessageId,
            receiptHandle = message.ReceiptHandle,
            body = message.Body,
            attributes = new { ApproximateReceiveCount = "1" },
            eventSource = "aws:sqs",
            eventSourceARN = "arn:aws:sqs:us-east-1:123456789012:notifications",
            awsRegion = "us-east-1",
        }),
    });

    /// <summary>Takes everything out of a queue.</summary>
    public static async Task<List<Message>> DrainAsync(DeployedAccount account, string queueUrl)
    {
        var all = new List<Message>();
        while (true)
        {
            var received = await account.Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = queueUrl, MaxNumberOfMessages = 10, MessageAttributeNames = ["All"] });
            if (received.Messages is not { Count: > 0 } messages) return all;
            all.AddRange(messages);
            foreach (var message in messages) await account.Sqs.DeleteMessageAsync(queueUrl, message.ReceiptHandle);
        }
    }

    /// <summary>Invokes the function with the messages and says which of them it hands back: all when it failed or died.</summary>
    public static async Task<List<Message>> DeliverAsync(RunningFunction function, List<Message> messages, TimeSpan? timeUntilDeadline = null)
    {
        var result = await function.InvokeAsync(ToEvent(messages), timeUntilDeadline ?? TimeSpan.FromMinutes(1));
        if (result is not InvocationResult.Response response) return messages;
        var failed = JsonDocument.Parse(Encoding.UTF8.GetString(response.Body.Span)).RootElement.GetProperty("batchItemFailures")
            .EnumerateArray().Select(failure => failure.GetProperty("itemIdentifier").GetString()).ToHashSet(StringComparer.Ordinal);
        return [.. messages.Where(message => failed.Contains(message.MessageId))];
    }
}
