using System.Text.Json;

namespace CloudTrailLambda.Sigma.Tests.Naive;

/// <summary>The values at a field path, found by trying every way through the tree.</summary>
internal static class NaivePath
{
    private const int MaxTextLevels = 2;

    public static IReadOnlyList<NaiveJson> Values(NaiveJson record, string path) => Below(record, path, textLevel: 0).ToArray();

    // The path starts at a property of this value.
    private static IEnumerable<NaiveJson> Below(NaiveJson value, string path, int textLevel) => value.Kind switch
    {
        JsonValueKind.Object => value.Members.SelectMany(member => Along(member, path, textLevel)),
        JsonValueKind.Array => value.Items.SelectMany(item => Below(item, path, textLevel)),
        JsonValueKind.String when textLevel < MaxTextLevels && HoldsJson(value.Text) is { } inner => Below(inner, path, textLevel + 1),
        _ => [],
    };

    // A property's name takes a piece off the front of the path, whether or not the name holds dots itself.
    private static IEnumerable<NaiveJson> Along(KeyValuePair<string, NaiveJson> member, string path, int textLevel)
    {
        if (member.Key == path) return Flat(member.Value);
        return path.StartsWith(member.Key + ".", StringComparison.Ordinal) ? Below(member.Value, path[(member.Key.Length + 1)..], textLevel) : [];
    }

    private static IEnumerable<NaiveJson> Flat(NaiveJson value) => [value, .. value.Items.SelectMany(Flat)];

    private static NaiveJson? HoldsJson(string text) => NaiveJson.Parse(text) is { Kind: JsonValueKind.Object or JsonValueKind.Array } json ? json : null;
}
