using System.Text.Json.Nodes;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Testing;

/// <summary>One case of a test file: records, and whether the rule must match them.</summary>
/// <param name="Name">A sentence that says what is special.</param>
/// <param name="ExpectsMatch">Whether it stands under <c>match</c>.</param>
/// <param name="Records">One record; several for correlations.</param>
/// <param name="Location">Where the case stands.</param>
internal sealed record RuleTestCase(string Name, bool ExpectsMatch, IReadOnlyList<JsonObject> Records, SourceLocation Location);

/// <summary>
/// Reads a <c>.test.yml</c>: <c>defaults</c> are merged under every record; <c>match</c> and <c>no_match</c> list cases
/// with a <c>name</c> and a <c>record</c> or <c>records</c>.
/// </summary>
internal static class RuleTestFile
{
    private static readonly string[] KnownKeys = ["defaults", "match", "no_match"];

    public static IReadOnlyList<RuleTestCase> Parse(string text, string file, DiagnosticLog log)
    {
        var cases = new List<RuleTestCase>();
        foreach (var document in YamlComposer.ReadDocuments(text, file, log))
        {
            if (document is not YamlMap map)
            {
                log.Error(document, $"a test file is a map, not {document.KindName}");
                continue;
            }

            foreach (var (key, _) in map.Entries.Where(entry => !KnownKeys.Contains(entry.Key.Text, StringComparer.Ordinal)))
            {
                log.Error(key, $"unknown key '{key.Text}' in a test file", Suggestion.For(key.Text, KnownKeys));
            }

            var defaults = map["defaults"] as YamlMap;
            ReadCases(map, "match", expectsMatch: true, defaults, cases, log);
            ReadCases(map, "no_match", expectsMatch: false, defaults, cases, log);
        }

        return cases;
    }

    private static void ReadCases(YamlMap document, string key, bool expectsMatch, YamlMap? defaults, List<RuleTestCase> cases, DiagnosticLog log)
    {
        switch (document[key])
        {
            case null:
                return;
            case YamlList list:
                foreach (var item in list.Items) ReadCase(item, expectsMatch, defaults, cases, log);
                return;
            case var other:
                log.Error(other, $"'{key}' is a list of cases");
                return;
        }
    }

    private static void ReadCase(YamlNode item, bool expectsMatch, YamlMap? defaults, List<RuleTestCase> cases, DiagnosticLog log)
    {
        var records = item switch
        {
            YamlMap map when map["record"] is YamlMap record => [record],
            YamlMap map when map["records"] is YamlList { Items.Count: > 0 } list && list.Items.All(each => each is YamlMap) => list.Items.Cast<YamlMap>().ToArray(),
            _ => null,
        };
        if (records is null || (item as YamlMap)?["name"] is not YamlScalar { IsNull: false } name)
        {
            log.Error(item, "a case has a name and a record or a list of records", "{name: …, record: {eventName: …}}");
            return;
        }

        cases.Add(new RuleTestCase(name.Text, expectsMatch, records.Select(record => YamlToJson.Merge(defaults, record)).ToArray(), log.At(item)));
    }
}
