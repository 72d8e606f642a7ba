using System.Text.Json;

namespace CloudTrailLambda.Detection.Configuration;

/// <summary>The first differences between two items.</summary>
internal sealed class DifferenceList
{
    private const int MaxCount = 50;

    private readonly List<ConfigurationDifference> _all = [];

    public IReadOnlyList<ConfigurationDifference> All => _all;

    public int Count => _all.Count;

    /// <summary>Whether there were more.</summary>
    public bool HasMore { get; private set; }

    public void Add(string path, JsonElement before, JsonElement after)
    {
        if (_all.Count == MaxCount) HasMore = true;
        else _all.Add(new ConfigurationDifference(ItemComparison.Printable(path)!, Text(before), Text(after)));
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => null,
        JsonValueKind.String => ItemComparison.Printable(value.GetString()),
        _ => ItemComparison.Printable(JsonSerializer.Serialize(value, ValueComparison.Plain)),
    };
}
