using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Rules;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>
/// Reads a <c>detection</c> section (or the like part of a filter): named search identifiers, and the condition that
/// joins them.
/// </summary>
internal sealed class DetectionParser(DiagnosticLog log, Placeholders placeholders)
{
    /// <summary>Bounds what YAML aliases can multiply.</summary>
    private const int MaxTests = 50_000;

    private readonly FieldValueParser _values = new(log, placeholders);
    private int _testCount;

    /// <summary>Lists without values that what was parsed needs, each once, where it is named first.</summary>
    public IReadOnlyList<PlaceholderUse> EmptyLists => [.. _values.EmptyLists.DistinctBy(use => use.Name)];

    /// <summary>Whether what was parsed depends on lists.</summary>
    public bool UsesPlaceholders => _values.UsesPlaceholders;

    /// <summary>Returns <see langword="null"/> after logging why when the section is not usable.</summary>
    public Condition? Parse(YamlMap section, params ReadOnlySpan<string> reservedKeys)
    {
        var errorsBefore = log.ErrorCount;
        var identifiers = new Dictionary<string, Condition>(StringComparer.Ordinal);
        foreach (var (key, value) in section.Entries)
        {
            if (key.Text is "condition" || reservedKeys.Contains(key.Text)) continue;
            if (key.Text is "timeframe")
            {
                log.Warning(key, "'timeframe' belongs to the obsolete aggregation syntax and is not read", "write a correlation with a timespan");
                continue;
            }

            if (ParseIdentifier(value) is { } condition) identifiers.Add(key.Text, condition);
        }

        if (log.ErrorCount > errorsBefore) return null;
        if (section["condition"] is not { } conditionNode)
        {
            log.Error(section, "there is no condition", "add `condition: selection`");
            return null;
        }

        return new ConditionParser(log, identifiers).Parse(conditionNode);
    }

    private Condition? ParseIdentifier(YamlNode value)
    {
        switch (value)
        {
            case YamlMap map:
                return ParseMap(map);
            case YamlList { Items.Count: 0 }:
                log.Error(value, "an empty list matches nothing", "remove the identifier or give it values");
                return null;
            case YamlList list:
                var parts = list.Items.Select(ParseListItem).ToArray();
                return parts.Contains(null) ? null : Condition.AnyOf(parts!);
            case YamlScalar scalar:
                return ParseKeyword(scalar);
            default:
                throw new ArgumentOutOfRangeException(nameof(value));
        }
    }

    private Condition? ParseListItem(YamlNode item)
    {
        switch (item)
        {
            case YamlMap map:
                return ParseMap(map);
            case YamlScalar scalar:
                return ParseKeyword(scalar);
            default:
                log.Error(item, "a list of a search identifier holds texts or maps, not lists");
                return null;
        }
    }

    private Condition? ParseKeyword(YamlScalar scalar) =>
        CountTest(scalar) ? _values.ParseKeywords(new FieldKey { Field = "", Modifiers = [], Transforms = [] }, scalar, scalar) : null;

    private Condition? ParseMap(YamlMap map)
    {
        if (map.Entries.Count == 0)
        {
            log.Error(map, "an empty map matches everything", "remove the identifier or give it fields");
            return null;
        }

        var parts = new List<Condition>(map.Entries.Count);
        foreach (var (key, value) in map.Entries)
        {
            if (!CountTest(value) || FieldKey.Parse(key, log) is not { } fieldKey) continue;
            var part = fieldKey.Field.Length == 0 ? _values.ParseKeywords(fieldKey, key, value) : _values.ParseField(fieldKey, key, value);
            if (part is not null) parts.Add(part);
        }

        return parts.Count == map.Entries.Count ? Condition.AllOf(parts) : null;
    }

    private bool CountTest(YamlNode node)
    {
        var wasWithin = _testCount <= MaxTests;
        _testCount += node is YamlList list ? list.Items.Count : 1;
        if (_testCount <= MaxTests) return true;
        if (wasWithin) log.Error(node, $"a rule may not hold more than {MaxTests} values");
        return false;
    }
}
