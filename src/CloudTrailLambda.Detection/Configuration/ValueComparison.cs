using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CloudTrailLambda.Detection.Configuration;

/// <summary>Compares two JSON values and lists where they differ.</summary>
/// <remarks>
/// Lists in configurations are sets, in any order: what stands in both is left aside, what is alike is compared, and only the rest is
/// new or gone. By place, one rule put in front of ten would be eleven differences.
/// </remarks>
internal static class ValueComparison
{
    /// <summary>Elements that have no equal are looked at one against the other up to so many on each side.</summary>
    private const int MaxPaired = 50;

    /// <summary>Values that are texts of JSON are compared as what they hold. Policies are.</summary>
    private const int MaxTextLevels = 2;

    /// <summary>For people, not for a page: quotes and letters stay what they are.</summary>
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Compare(string path, JsonElement before, JsonElement after, DifferenceList differences) => Compare(path, before, after, MaxTextLevels, differences);

    private static void Compare(string path, JsonElement before, JsonElement after, int textLevels, DifferenceList differences)
    {
        // A property that is null and one that is missing say the same.
        if (IsNothing(before) && IsNothing(after)) return;
        switch (before.ValueKind, after.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                CompareObjects(path, before, after, textLevels, differences);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                CompareArrays(path, before, after, textLevels, differences);
                break;
            case (JsonValueKind.String, JsonValueKind.String):
                CompareTexts(path, before, after, textLevels, differences);
                break;
            case var (left, right) when left != right || !JsonElement.DeepEquals(before, after):
                differences.Add(path, before, after);
                break;
        }
    }

    private static void CompareObjects(string path, JsonElement before, JsonElement after, int textLevels, DifferenceList differences)
    {
        foreach (var property in before.EnumerateObject()) Compare($"{path}.{property.Name}", property.Value, Value(after, property.Name), textLevels, differences);
        foreach (var property in after.EnumerateObject())
        {
            if (!before.TryGetProperty(property.Name, out _)) Compare($"{path}.{property.Name}", default, property.Value, textLevels, differences);
        }
    }

    private static void CompareTexts(string path, JsonElement before, JsonElement after, int textLevels, DifferenceList differences)
    {
        if (before.GetString() == after.GetString()) return;
        if (textLevels > 0 && TryParse(before.GetString()!) is { } left)
        {
            using (left)
            {
                if (TryParse(after.GetString()!) is { } right)
                {
                    using (right) Compare(path, left.RootElement, right.RootElement, textLevels - 1, differences);
                    return;
                }
            }
        }

        differences.Add(path, before, after);
    }

    private static void CompareArrays(string path, JsonElement before, JsonElement after, int textLevels, DifferenceList differences)
    {
        var gone = before.EnumerateArray().Index().ToList();
        var come = after.EnumerateArray().Index().ToList();
        LeaveOutEqual(gone, come);
        if (gone is [var only] && come is [var other])
        {
            Compare($"{path}[{other.Index}]", only.Item, other.Item, textLevels, differences);
            return;
        }

        if (gone.Count <= MaxPaired && come.Count <= MaxPaired)
        {
            foreach (var left in gone.ToArray())
            {
                if (come.Select(right => (Right: right, Likeness: Likeness(left.Item, right.Item))).OrderByDescending(pair => pair.Likeness).FirstOrDefault() is not { Likeness: > 0 } best) continue;
                gone.Remove(left);
                come.Remove(best.Right);
                Compare($"{path}[{best.Right.Index}]", left.Item, best.Right.Item, textLevels, differences);
            }
        }

        foreach (var (index, item) in gone) differences.Add($"{path}[{index}]", item, default);
        foreach (var (index, item) in come) differences.Add($"{path}[{index}]", default, item);
    }

    private static void LeaveOutEqual(List<(int Index, JsonElement Item)> gone, List<(int Index, JsonElement Item)> come)
    {
        var counts = come.CountBy(each => each.Item.GetRawText(), StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        gone.RemoveAll(each => TakeOne(counts, each.Item.GetRawText()));
        come.RemoveAll(each => !TakeOne(counts, each.Item.GetRawText()));
    }

    private static bool TakeOne(Dictionary<string, int> counts, string text)
    {
        if (!counts.TryGetValue(text, out var count) || count == 0) return false;
        counts[text] = count - 1;
        return true;
    }

    /// <summary>How many properties of two objects are equal; 0 when fewer than half are, or when they are no objects.</summary>
    private static int Likeness(JsonElement left, JsonElement right)
    {
        if (left.ValueKind != JsonValueKind.Object || right.ValueKind != JsonValueKind.Object) return 0;
        var equal = left.EnumerateObject().Count(property => right.TryGetProperty(property.Name, out var other) && JsonElement.DeepEquals(property.Value, other));
        return 2 * equal >= Math.Max(left.GetPropertyCount(), right.GetPropertyCount()) ? equal : 0;
    }

    private static bool IsNothing(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    private static JsonElement Value(JsonElement map, string name) => map.TryGetProperty(name, out var value) ? value : default;

    private static JsonDocument? TryParse(string text)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..]) return null;
        try
        {
            return SoundJson.Is(Encoding.UTF8.GetBytes(text)) ? JsonDocument.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
