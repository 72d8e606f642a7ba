using System.Text.Json.Nodes;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Parsing;
using CloudTrailLambda.Sigma.Rules;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Testing;

/// <summary>One case of a test file: records, and whether the rule must match them.</summary>
/// <param name="Name">A sentence that says what is special.</param>
/// <param name="ExpectsMatch">Whether it stands under <c>match</c>.</param>
/// <param name="Records">One record; several for correlations.</param>
/// <param name="Rule">Which rule or correlation of the file, or for the tests of a filter of all, is meant; <see langword="null"/> for whichever is reported.</param>
/// <param name="Location">Where the case stands.</param>
internal sealed record RuleTestCase(string Name, bool ExpectsMatch, IReadOnlyList<JsonObject> Records, RuleReference? Rule, SourceLocation Location);

/// <summary>
/// A <c>.test.yml</c>: <c>defaults</c> are merged under every record; <c>match</c> and <c>no_match</c> list cases
/// with a <c>name</c>, a <c>record</c> or <c>records</c>, and a <c>rule</c> (its title, name or id) where a file holds several;
/// <c>placeholders</c> stand in for the lists of the same names while these cases run. A file may hold several such documents.
/// </summary>
/// <param name="Cases">The cases.</param>
/// <param name="Lists">What stands under <c>placeholders</c>.</param>
internal sealed record RuleTestFile(IReadOnlyList<RuleTestCase> Cases, Placeholders Lists)
{
    /// <summary>Values in one case with the defaults; bounds what YAML aliases can multiply.</summary>
    private const int MaxValues = 100_000;

    private static readonly string[] KnownKeys = ["defaults", "placeholders", "match", "no_match"];
    private static readonly string[] KnownCaseKeys = ["name", "rule", "record", "records"];

    public static IReadOnlyList<RuleTestFile> Parse(string text, string file, IReadOnlyCollection<string> timeFields, DiagnosticLog log)
    {
        var documents = new List<RuleTestFile>();
        foreach (var document in YamlComposer.ReadDocuments(text, file, log))
        {
            if (document is not YamlMap map)
            {
                log.Error(document, $"a test file is a map, not {document.KindName}");
                continue;
            }

            var cases = new List<RuleTestCase>();
            var lists = new Placeholders();
            CheckKeys(map, KnownKeys, "a test file", log);
            if (map["defaults"] is not (null or YamlMap)) log.Error(map["defaults"]!, "'defaults' is a map of fields");
            var defaults = map["defaults"] as YamlMap;
            if (map["placeholders"] is YamlMap values) lists.Add(values, log);
            else if (map["placeholders"] is { } wrong) log.Error(wrong, "'placeholders' is a map of lists", "placeholders: {office_networks: [192.0.2.0/24]}");
            ReadCases(map, "match", expectsMatch: true, defaults, timeFields, cases, log);
            ReadCases(map, "no_match", expectsMatch: false, defaults, timeFields, cases, log);
            documents.Add(new RuleTestFile(cases, lists));
        }

        return documents;
    }

    private static void ReadCases(
        YamlMap document, string key, bool expectsMatch, YamlMap? defaults, IReadOnlyCollection<string> timeFields, List<RuleTestCase> cases, DiagnosticLog log)
    {
        switch (document[key])
        {
            case null:
                return;
            case YamlList list:
                foreach (var item in list.Items) ReadCase(item, expectsMatch, defaults, timeFields, cases, log);
                return;
            case var other:
                log.Error(other, $"'{key}' is a list of cases");
                return;
        }
    }

    private static void ReadCase(
        YamlNode item, bool expectsMatch, YamlMap? defaults, IReadOnlyCollection<string> timeFields, List<RuleTestCase> cases, DiagnosticLog log)
    {
        if (item is YamlMap known) CheckKeys(known, KnownCaseKeys, "a case", log);
        var records = item switch
        {
            YamlMap map when map["record"] is YamlMap record => [new RepeatedRecord(record, Count: 1, TimeSpan.Zero)],
            YamlMap map when map["records"] is YamlList { Items.Count: > 0 } list => list.Items.Select(each => RepeatedRecord.Parse(each, log)).ToArray(),
            _ => null,
        };
        if (records is null || records.Contains(null) || (item as YamlMap)?["name"] is not YamlScalar { IsNull: false } name)
        {
            log.Error(item, "a case has a name and a record or a list of records", "{name: …, record: {eventName: …}}");
            return;
        }

        var defaultValues = defaults is null ? 0L : ValueCount(defaults, MaxValues);
        if (records.Sum(record => record!.Count * (defaultValues + ValueCount(record.Record, MaxValues))) > MaxValues)
        {
            log.Error(item, $"the case '{name.Text}' holds more than {MaxValues} values");
            return;
        }

        var rule = ((YamlMap)item)["rule"];
        if (rule is not (null or YamlScalar { IsNull: false })) log.Error(rule, "'rule' is the title, name or id of a rule in the file that is tested");
        var reference = rule is YamlScalar text ? new RuleReference(text.Text, log.At(text)) : null;
        cases.Add(new RuleTestCase(name.Text, expectsMatch, records.SelectMany(record => record!.Expand(defaults, timeFields)).ToArray(), reference, log.At(item)));
    }

    private static void CheckKeys(YamlMap map, string[] known, string what, DiagnosticLog log)
    {
        foreach (var (key, _) in map.Entries.Where(entry => !known.Contains(entry.Key.Text, StringComparer.Ordinal)))
        {
            log.Error(key, $"unknown key '{key.Text}' in {what}", Suggestion.For(key.Text, known));
        }
    }

    // Stops counting soon after the limit: aliases can make of a few lines more values than there are atoms.
    private static int ValueCount(YamlNode node, int limit)
    {
        var count = 1;
        foreach (var child in node switch { YamlMap map => map.Entries.Select(entry => entry.Value), YamlList list => list.Items, _ => [] })
        {
            if (count > limit) break;
            count += ValueCount(child, limit - count);
        }

        return count;
    }
}
