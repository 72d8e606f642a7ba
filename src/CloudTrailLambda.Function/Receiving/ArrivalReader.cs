using System.Text.Json;

namespace CloudTrailLambda.Function.Receiving;

/// <summary>Step 1: what arrived becomes a list of log objects, message by message.</summary>
internal static class ArrivalReader
{
    /// <summary>Reads an invocation's payload: messages of SQS, or a notification without a queue.</summary>
    /// <exception cref="UnknownNotificationException">It is no JSON object, or no notification.</exception>
    public static Arrival Read(ReadOnlyMemory<byte> payload)
    {
        using var document = Parse(payload);
        var root = document.RootElement;
        return IsFromQueue(root)
            ? new Arrival(IsFromQueue: true, root.GetProperty("Records").EnumerateArray().Select(ReadQueued).ToArray())
            : new Arrival(IsFromQueue: false, [new Message(Id: null, NotificationReader.Read(root))]);
    }

    // A message that cannot be understood fails alone: it goes to the dead letters, where somebody looks at it.
    private static Message ReadQueued(JsonElement record)
    {
        var id = record.GetProperty("messageId").GetString();
        try
        {
            return new Message(id, NotificationReader.ReadText(record.GetProperty("body").GetString() ?? ""));
        }
        catch (UnknownNotificationException unknown)
        {
            return new Message(id, [], unknown.Message);
        }
    }

    private static bool IsFromQueue(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty("Records", out var records)
        && records.ValueKind == JsonValueKind.Array
        && records.GetArrayLength() > 0
        && records[0].ValueKind == JsonValueKind.Object
        && records[0].TryGetProperty("eventSource", out var source)
        && source.ValueEquals("aws:sqs");

    private static JsonDocument Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return JsonDocument.Parse(payload);
        }
        catch (JsonException notJson)
        {
            throw new UnknownNotificationException("The payload is not JSON.", notJson);
        }
    }
}
