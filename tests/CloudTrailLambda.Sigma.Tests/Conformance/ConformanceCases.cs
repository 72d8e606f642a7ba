using System.Text.Json.Nodes;

namespace CloudTrailLambda.Sigma.Tests.Conformance;

/// <summary>The cases of one <c>.jsonl</c> file beside this one, each a theory row named by the case.</summary>
internal static class ConformanceCases
{
    public static IEnumerable<TheoryDataRow<string, string>> Of(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Conformance", file))
            .Select((line, number) => new TheoryDataRow<string, string>(Name(line, number), line));

    public static JsonObject Parse(string line) => JsonNode.Parse(line)!.AsObject();

    private static string Name(string line, int number) => $"{Parse(line)["name"]} #{number + 1}";
}
