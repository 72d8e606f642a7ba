using System.Text.Json;
using CloudTrailLambda.Cli.Coverage;
using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Coverage;

/// <summary>What version 4.5 of the layer format requires, and what its types are (layers/spec/v4.5/layerformat.md in the Navigator's repository).</summary>
public sealed class NavigatorLayerTests : Workplace
{
    private static readonly Dictionary<string, JsonValueKind[]> LayerTypes = new(StringComparer.Ordinal)
    {
        ["name"] = [JsonValueKind.String],
        ["versions"] = [JsonValueKind.Object],
        ["domain"] = [JsonValueKind.String],
        ["description"] = [JsonValueKind.String],
        ["layout"] = [JsonValueKind.Object],
        ["techniques"] = [JsonValueKind.Array],
        ["gradient"] = [JsonValueKind.Object],
        ["legendItems"] = [JsonValueKind.Array],
    };

    private static readonly Dictionary<string, JsonValueKind[]> TechniqueTypes = new(StringComparer.Ordinal)
    {
        ["techniqueID"] = [JsonValueKind.String],
        ["tactic"] = [JsonValueKind.String],
        ["score"] = [JsonValueKind.Number],
        ["comment"] = [JsonValueKind.String],
        ["enabled"] = [JsonValueKind.True],
        ["metadata"] = [JsonValueKind.Array],
    };

    [Fact]
    public async Task The_layer_of_the_shipped_rules_has_the_properties_of_the_format_with_their_types()
    {
        var layer = (await Trail.RunAsync("rules", "coverage", "--output", "navigator")).Exits(0).Json;

        HasTypes(layer, LayerTypes);
        Assert.Equal("enterprise-attack", layer.GetProperty("domain").GetString());
        Assert.Equal("4.5", layer.GetProperty("versions").GetProperty("layer").GetString());
        Assert.True(Version.Parse(layer.GetProperty("versions").GetProperty("navigator").GetString()!) >= new Version(4, 9, 0));
        Assert.Equal("18", layer.GetProperty("versions").GetProperty("attack").GetString());
        var gradient = layer.GetProperty("gradient");
        Assert.Equal(2, gradient.GetProperty("colors").EnumerateArray().Count(color => IsColor(color.GetString()!)));
        Assert.True(gradient.GetProperty("maxValue").GetInt32() > gradient.GetProperty("minValue").GetInt32());
        Assert.All(layer.GetProperty("legendItems").EnumerateArray(), item => Assert.True(item.GetProperty("label").GetString()!.Length > 0 && IsColor(item.GetProperty("color").GetString()!)));
        var layout = layer.GetProperty("layout");
        Assert.Equal("side", layout.GetProperty("layout").GetString());
        Assert.Equal("annotated", layout.GetProperty("expandedSubtechniques").GetString());
    }

    [Fact]
    public async Task Each_technique_stands_once_in_a_tactic_that_attack_has_it_in_and_its_score_is_the_number_of_titles()
    {
        var layer = (await Trail.RunAsync("rules", "coverage", "--output", "navigator")).Exits(0).Json;

        var techniques = layer.GetProperty("techniques").EnumerateArray().ToArray();
        Assert.True(techniques.Length > 80, $"{techniques.Length} techniques");
        Assert.All(techniques, technique => HasTypes(technique, TechniqueTypes));
        Assert.All(techniques, technique => Assert.Contains(technique.GetProperty("tactic").GetString()!, AttackMatrix.Known.Find(technique.GetProperty("techniqueID").GetString()!)!.Tactics));
        Assert.All(techniques, technique => Assert.Equal(technique.GetProperty("score").GetInt32(), technique.GetProperty("comment").GetString()!.Split('\n').Length));
        Assert.Distinct(techniques.Select(technique => (technique.GetProperty("techniqueID").GetString(), technique.GetProperty("tactic").GetString())));
        Assert.Equal(layer.GetProperty("gradient").GetProperty("maxValue").GetInt32(), techniques.Max(technique => technique.GetProperty("score").GetInt32()));
    }

    [Fact]
    public async Task What_the_table_does_not_have_is_left_to_the_navigator_to_place()
    {
        Write("ours/a.yml", Rule.Of("a", "CreateUser", "tags: [attack.persistence, attack.elsewhere, attack.t9999]"));
        Write("theirs/b.yml", Rule.Of("b", "DeleteUser", "tags: [attack.impact, attack.t9999]"));

        var layer = (await Trail.RunAsync("rules", "coverage", PathOf("ours"), PathOf("theirs"), "--output", "navigator")).Exits(0).Json;

        var technique = Assert.Single(layer.GetProperty("techniques").EnumerateArray());
        Assert.False(technique.TryGetProperty("tactic", out _));
        Assert.Equal(2, technique.GetProperty("score").GetInt32());
        Assert.Equal([$"{PathOf("ours")}: a", $"{PathOf("theirs")}: b"], technique.GetProperty("comment").GetString()!.Split('\n').Order(StringComparer.Ordinal));
    }

    private static bool IsColor(string text) => text.Length == 7 && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);

    private static void HasTypes(JsonElement element, Dictionary<string, JsonValueKind[]> types)
    {
        Assert.Equal(types.Keys.Order(StringComparer.Ordinal), element.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.All(element.EnumerateObject(), property => Assert.Contains(property.Value.ValueKind, types[property.Name]));
    }
}
