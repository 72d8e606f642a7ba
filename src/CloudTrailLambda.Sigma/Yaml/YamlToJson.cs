using System.Globalization;
using System.Text.Json.Nodes;

namespace CloudTrailLambda.Sigma.Yaml;

/// <summary>Turns YAML values into the JSON that they denote by the core schema.</summary>
internal static class YamlToJson
{
    /// <summary>Both maps as one object: maps merge key by key, anything else of the second replaces the first.</summary>
    public static JsonObject Merge(YamlMap? under, YamlMap over)
    {
        var merged = new JsonObject();
        foreach (var (key, value) in under?.Entries ?? [])
        {
            merged[key.Text] = value is YamlMap inner && over[key.Text] is YamlMap overInner ? Merge(inner, overInner) : Convert(value);
        }

        foreach (var (key, value) in over.Entries)
        {
            var isMerged = value is YamlMap && under?[key.Text] is YamlMap;
            if (!isMerged) merged[key.Text] = Convert(value);
        }

        return merged;
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMap map => Merge(under: null, map),
        YamlList list => new JsonArray(list.Items.Select(Convert).ToArray()),
        YamlScalar scalar => Convert(scalar),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static JsonValue? Convert(YamlScalar scalar) => scalar.Type switch
    {
        ScalarType.Null => null,
        ScalarType.Boolean => JsonValue.Create(scalar.Text.Equals("true", StringComparison.OrdinalIgnoreCase)),
        ScalarType.Number when decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(scalar.Text),
    };
}
