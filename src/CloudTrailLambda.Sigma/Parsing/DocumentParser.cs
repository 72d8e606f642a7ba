using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Rules;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>What one file holds, as far as it could be read; references between documents are not resolved yet.</summary>
internal sealed record ParsedFile(
    IReadOnlyList<SigmaRule> Rules,
    IReadOnlyList<CorrelationDraft> Correlations,
    IReadOnlyList<SigmaFilter> Filters,
    IReadOnlyList<Diagnostic> Diagnostics,
    bool UsesPlaceholders);

/// <summary>Reads a rule file: one or several YAML documents, each a rule, a correlation or a filter.</summary>
internal static class DocumentParser
{
    public static ParsedFile Parse(string text, string file, Placeholders placeholders)
    {
        var log = new DiagnosticLog(file);
        var rules = new List<SigmaRule>();
        var correlations = new List<CorrelationDraft>();
        var filters = new List<SigmaFilter>();
        var usesPlaceholders = false;
        var documents = YamlComposer.ReadDocuments(text, file, log);
        if (documents.Count == 0 && log.ErrorCount == 0) log.Error(new SourceLocation(file, 1, 1), "the file holds no document");
        foreach (var document in documents)
        {
            if (document is not YamlMap map)
            {
                log.Error(document, $"a rule is a map, not {document.KindName}");
                continue;
            }

            var errorsBefore = log.ErrorCount;
            if (map["correlation"] is { } correlation) ParseCorrelation(map, correlation, log, correlations);
            else if (map["filter"] is { } filter) usesPlaceholders |= ParseFilter(map, filter, log, placeholders, filters);
            else usesPlaceholders |= ParseRule(map, log, placeholders, rules, errorsBefore);
        }

        return new ParsedFile(rules, correlations, filters, log.Entries, usesPlaceholders);
    }

    // Both say whether there are placeholders in what they read.
    private static bool ParseRule(YamlMap document, DiagnosticLog log, Placeholders placeholders, List<SigmaRule> rules, int errorsBefore)
    {
        var header = new HeaderParser(log).Parse(document, needsLogSource: true);
        if (Section(document, document["detection"], "detection", log) is not { } section) return false;
        var parser = new DetectionParser(log, placeholders);
        var condition = parser.Parse(section);
        if (condition is not null && log.ErrorCount == errorsBefore) rules.Add(new SigmaRule(header, condition) { WaitsFor = parser.EmptyLists });
        return parser.UsesPlaceholders;
    }

    private static void ParseCorrelation(YamlMap document, YamlNode value, DiagnosticLog log, List<CorrelationDraft> correlations)
    {
        var errorsBefore = log.ErrorCount;
        var header = new HeaderParser(log).Parse(document, needsLogSource: false);
        if (Section(document, value, "correlation", log) is not { } section) return;
        var draft = new CorrelationParser(log).Parse(header, document, section);
        if (draft is not null && log.ErrorCount == errorsBefore) correlations.Add(draft);
    }

    private static bool ParseFilter(YamlMap document, YamlNode value, DiagnosticLog log, Placeholders placeholders, List<SigmaFilter> filters)
    {
        var errorsBefore = log.ErrorCount;
        var header = new HeaderParser(log).Parse(document, needsLogSource: true);
        if (Section(document, value, "filter", log) is not { } section) return false;
        var targets = FilterTargets(section, log);
        var parser = new DetectionParser(log, placeholders);
        var condition = parser.Parse(section, "rules");
        if (condition is not null && log.ErrorCount == errorsBefore) filters.Add(new SigmaFilter(header, condition, targets) { WaitsFor = parser.EmptyLists });
        return parser.UsesPlaceholders;
    }

    // `rules: any`, `all` or an empty list means every rule of the log source, as in pySigma.
    private static IReadOnlyList<RuleReference> FilterTargets(YamlMap section, DiagnosticLog log)
    {
        switch (section["rules"])
        {
            case null:
                log.Error(section, "the filter does not say which rules it filters", "rules: any, or a list of ids or names");
                return [];
            case YamlScalar { IsNull: false } every when every.Text.ToLowerInvariant() is "any" or "all":
            case YamlList { Items.Count: 0 }:
                return [];
            case YamlScalar { IsNull: false } scalar:
                return [new RuleReference(scalar.Text, log.At(scalar))];
            case YamlList { Items.Count: > 0 } list when list.Items.All(item => item is YamlScalar { IsNull: false }):
                return list.Items.Select(item => new RuleReference(((YamlScalar)item).Text, log.At(item))).ToArray();
            case var other:
                log.Error(other, "'rules' of a filter is 'any' or a list of rule ids or names");
                return [];
        }
    }

    private static YamlMap? Section(YamlMap document, YamlNode? value, string name, DiagnosticLog log)
    {
        switch (value)
        {
            case YamlMap { Entries.Count: > 0 } map:
                return map;
            case null:
                log.Error(document, $"the document has no {name}", "a rule has `detection`, a correlation `correlation`, a filter `filter`");
                return null;
            default:
                log.Error(value, $"'{name}' must be a map with content");
                return null;
        }
    }
}
