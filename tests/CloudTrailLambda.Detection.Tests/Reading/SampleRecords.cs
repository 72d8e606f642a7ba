using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudTrailLambda.Detection.Tests.Reading;

/// <summary>Records that look like CloudTrail's and hold what confuses framing: braces, quotes and backslashes in strings.</summary>
internal static class SampleRecords
{
    private static readonly string[] Awkward =
        ["}", "{", "\"", "\\", "\\\\\"", "{\"eventVersion\":\"1.0\"}", "],", "\n{", "ü€😀", "", "plain", "a:b,c"];

    public static string Make(Random random, int number)
    {
        var record = new JsonObject
        {
            ["eventVersion"] = "1.08",
            ["userIdentity"] = new JsonObject { ["type"] = "IAMUser", ["userName"] = Text(random) },
            ["eventID"] = number.ToString(CultureInfo.InvariantCulture),
            ["requestParameters"] = Value(random, 4),
            ["responseElements"] = null,
            ["eventType"] = "AwsApiCall",
        };
        return record.ToJsonString(new JsonSerializerOptions { WriteIndented = random.Next(4) == 0 });
    }

    public static List<string> Many(Random random, int count) => [.. Enumerable.Range(1, count).Select(number => Make(random, number))];

    public static string Wrap(IEnumerable<string> records) => $"{{\"Records\":[{string.Join(',', records)}]}}";

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 6 : 4) switch
    {
        0 => null,
        1 => random.Next(),
        2 => random.Next(2) == 0,
        3 => Text(random),
        4 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(5)).Select(key => KeyValuePair.Create($"k{key}", Value(random, depth - 1)))),
    };

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Awkward[random.Next(Awkward.Length)]))
        + new string('x', random.Next(80));
}
