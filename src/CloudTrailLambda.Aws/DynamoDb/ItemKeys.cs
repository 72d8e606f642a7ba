using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>
/// The values of keys. DynamoDB takes 1,024 bytes of a sort key and 2,048 of a partition key; texts from logs may be longer, and whoever
/// makes events chooses some of them.
/// </summary>
internal static class ItemKeys
{
    public const string Summary = "#finding";
    public const string EventPrefix = "event#";
    public const int MaxSortKeyBytes = 1_024;
    public const int MaxPartitionKeyBytes = 2_048;

    /// <summary>Comes after all events and before all records, in the order of bytes.</summary>
    public const string ObjectPrefix = "object#";

    private const string HashMark = "#sha256:";
    private const int TailBytes = 72;

    public static Dictionary<string, AttributeValue> Of(FindingId id, string item) =>
        new() { [FindingTable.PartitionKey] = new(id.ToString()), [FindingTable.SortKey] = new(item) };

    public static string Event(string eventId) => Bounded(EventPrefix + eventId, MaxSortKeyBytes);

    public static string Record(int slot) => $"record#{slot}";

    public static string Object(string logObject) => ObjectPrefix + Hash(logObject);

    public static string Review(string accountId, FindingStatus status)
    {
        var end = "#" + AttributeValues.Word(status);
        return Bounded(accountId, MaxPartitionKeyBytes - end.Length) + end;
    }

    public static string Actor(string accountId, string actor) => Bounded($"{accountId}#{actor}", MaxPartitionKeyBytes);

    // A shortened text is always longer than one that is left alone: nobody can choose a text that equals another's short form.
    private static string Bounded(string text, int maxBytes)
    {
        var maxPlainBytes = maxBytes - TailBytes;
        if (Encoding.UTF8.GetByteCount(text) <= maxPlainBytes) return text;
        return Beginning(text, maxPlainBytes) + HashMark + Hash(text);
    }

    private static string Beginning(string text, int maxBytes)
    {
        var (bytes, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes) break;
            length += rune.Utf16SequenceLength;
        }
        return text[..length];
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
