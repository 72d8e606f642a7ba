using System.Globalization;
using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>An item as it was read. People may have edited it in the console, so what is wrong with it is said with its place.</summary>
/// <exception cref="FindingStoreException">Every member: an attribute is missing, or is not what it must be.</exception>
internal sealed class StoredItem(Dictionary<string, AttributeValue> attributes, string? place = null)
{
    private const decimal MaxSeconds = long.MaxValue / TimeSpan.TicksPerSecond;

    private const string Remedy = "Correct it in the DynamoDB console, or delete the finding's items and add its logs again.";

    private readonly string _place = place
        ?? $"{Key(attributes, FindingTable.SortKey)} of finding {Key(attributes, FindingTable.PartitionKey)}";

    public string Text(string name) => OptionalText(name) ?? throw Unusable(name, "is missing");

    public string? OptionalText(string name) => Find(name) is { } value ? value.S ?? throw Unusable(name, "is not text") : null;

    public long Number(string name) => OptionalNumber(name) ?? throw Unusable(name, "is missing");

    public long? OptionalNumber(string name)
    {
        if (Find(name) is not { } value) return null;
        return long.TryParse(value.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Unusable(name, "is not a whole number");
    }

    public TimeSpan Seconds(string name)
    {
        if (!decimal.TryParse(Find(name)?.N, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            || seconds is <= 0 or > MaxSeconds)
        {
            throw Unusable(name, "is not a number of seconds");
        }
        return TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
    }

    public bool Flag(string name) => Find(name)?.BOOL ?? throw Unusable(name, "is neither true nor false");

    public DateTimeOffset Time(string name) =>
        DateTimeOffset.TryParseExact(
            Text(name), AttributeValues.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Unusable(name, "is not a time such as 2024-05-17T12:00:00.000Z", Text(name));

    public T Word<T>(string name) where T : struct, Enum
    {
        var text = Text(name);
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(text.Trim(), value.ToString(), StringComparison.OrdinalIgnoreCase)) return value;
        }
        throw Unusable(name, $"must be one of {string.Join(", ", Enum.GetValues<T>().Select(AttributeValues.Word))}", text);
    }

    public List<string> Texts(string name) => [.. List(name).Select(value => value.S ?? throw Unusable(name, "is not a list of texts"))];

    public List<StoredItem> Maps(string name) =>
        [.. List(name).Select(value => new StoredItem(value.M ?? throw Unusable(name, "is not a list of maps"), $"{name} in {_place}"))];

    public byte[]? OptionalBytes(string name) => Find(name) is { } value ? value.B?.ToArray() ?? throw Unusable(name, "is not binary") : null;

    /// <summary>DynamoDB removes expired items when it finds the time, within some days.</summary>
    public bool IsExpired(DateTimeOffset now) => OptionalNumber(FindingTable.TimeToLive) <= now.ToUnixTimeSeconds();

    /// <summary>Makes something of the item whose own rules the values may break.</summary>
    public T As<T>(Func<StoredItem, T> read)
    {
        try
        {
            return read(this);
        }
        catch (ArgumentException cause)
        {
            throw new FindingStoreException($"The item {_place} says what cannot be: {cause.Message} {Remedy}", cause);
        }
    }

    /// <summary>Says what is wrong, and what the value is if it is known.</summary>
    public FindingStoreException Unusable(string name, string what, string? value = null) => new(
        $"The attribute {name} of item {_place} {what}{(value is null ? "" : $", not \"{value}\"")}. "
        + Remedy);

    private List<AttributeValue> List(string name) => Find(name)?.L ?? throw Unusable(name, "is not a list");

    private AttributeValue? Find(string name) => attributes.GetValueOrDefault(name);

    private static string Key(Dictionary<string, AttributeValue> attributes, string name) => attributes.GetValueOrDefault(name)?.S ?? "?";
}
