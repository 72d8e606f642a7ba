using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Rules;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>Reads a <c>correlation</c> section.</summary>
internal sealed class CorrelationParser(DiagnosticLog log)
{
    /// <summary>More inputs than this in one correlation are a mistake; ordered ones are matched with a 64-bit set.</summary>
    private const int MaxRules = 64;

    private static readonly Dictionary<string, CorrelationType> Types = new(StringComparer.Ordinal)
    {
        ["event_count"] = CorrelationType.EventCount,
        ["value_count"] = CorrelationType.ValueCount,
        ["temporal"] = CorrelationType.Temporal,
        ["temporal_ordered"] = CorrelationType.TemporalOrdered,
        ["value_sum"] = CorrelationType.ValueSum,
        ["value_avg"] = CorrelationType.ValueAvg,
        ["value_percentile"] = CorrelationType.ValuePercentile,
        ["value_median"] = CorrelationType.ValueMedian,
        ["new_value"] = CorrelationType.NewValue,
    };

    private static readonly string[] KnownKeys = ["type", "rules", "group-by", "timespan", "condition", "aliases", "generate"];
    private static readonly string[] NewValueKeys = ["type", "rules", "group-by", "timespan", "field", "learning", "aliases", "generate"];

    public CorrelationDraft? Parse(RuleHeader header, YamlMap document, YamlMap section)
    {
        var errorsBefore = log.ErrorCount;
        var type = ParseType(section);
        var knownKeys = type == CorrelationType.NewValue ? NewValueKeys : KnownKeys;
        foreach (var (key, _) in section.Entries.Where(entry => !knownKeys.Contains(entry.Key.Text, StringComparer.Ordinal)))
        {
            log.Error(key, UnknownKey(key.Text, type), Suggestion.For(key.Text, knownKeys));
        }

        var rules = section["rules"] is null && ExpressionNames(section) is { Count: > 0 } named ? named : References(section, "rules");
        var timespan = ParseTimespan(section, "timespan");
        if (section["timespan"] is null) log.Error(section, "the correlation has no timespan", TimespanParser.Hint);
        var learning = type == CorrelationType.NewValue ? ParseTimespan(section, "learning") : null;
        var groupBy = section["group-by"] is { } groups ? Texts(groups, "group-by") : [];
        if (groupBy.Length > RuleCustom.MaxGroupFields) log.Error(section["group-by"]!, $"'group-by' may not name more than {RuleCustom.MaxGroupFields} fields");
        if (groupBy.Distinct(StringComparer.Ordinal).Count() != groupBy.Length) log.Error(section["group-by"]!, "a field stands twice in 'group-by'");
        var aliasRules = new List<RuleReference>();
        var aliases = ParseAliases(section, aliasRules);
        var generate = ParseGenerate(section) || ParseGenerate(document);
        var condition = type is { } known ? new CorrelationConditionParser(log).Parse(known, section) : null;
        if (type == CorrelationType.NewValue && groupBy.Length + condition?.Fields.Count > RuleCustom.MaxGroupFields)
        {
            log.Error(section["field"]!, $"'group-by' and 'field' together may not name more than {RuleCustom.MaxGroupFields} fields");
        }

        if (log.ErrorCount > errorsBefore) return null;
        return new CorrelationDraft
        {
            Header = header,
            Type = type!.Value,
            Rules = rules,
            GroupBy = groupBy,
            Timespan = timespan!.Value,
            Learning = learning ?? TimeSpan.Zero,
            Bounds = condition!.Bounds,
            Expression = condition.Expression,
            Fields = condition.Fields,
            Percentile = condition.Percentile,
            Aliases = aliases,
            AliasRules = aliasRules,
            Generate = generate,
        };
    }

    private CorrelationType? ParseType(YamlMap section)
    {
        if (section["type"] is YamlScalar scalar)
        {
            if (Types.TryGetValue(scalar.Text, out var type)) return type;
            log.Error(scalar, $"unknown correlation type '{scalar.Text}'", Suggestion.For(scalar.Text, Types.Keys));
            return null;
        }

        log.Error(section, "the correlation has no type", $"known: {string.Join(", ", Types.Keys)}");
        return null;
    }

    private IReadOnlyList<RuleReference> References(YamlMap section, string key)
    {
        if (section[key] is not { } node)
        {
            log.Error(section, $"the correlation has no '{key}'", "list the rules that it watches by name or id");
            return [];
        }

        var texts = Texts(node, key);
        if (texts.Length == 0) log.Error(node, $"'{key}' is empty");
        if (texts.Length > MaxRules) log.Error(node, $"a correlation may not name more than {MaxRules} rules");
        var nodes = node is YamlList list ? list.Items : [node];
        return texts.Zip(nodes, (text, place) => new RuleReference(text, log.At(place))).ToArray();
    }

    // A temporal condition written as an expression names its rules itself.
    private List<RuleReference> ExpressionNames(YamlMap section)
    {
        var names = new List<RuleReference>();
        if (section["condition"] is not YamlScalar { Type: ScalarType.Text } expression) return names;
        BooleanExpression<object>.Parse(expression, new DiagnosticLog(""), new(Note, _ => names, _ => names, _ => names));
        return names;

        object Note(Operand operand)
        {
            if (names.All(name => name.Text != operand.Name)) names.Add(new RuleReference(operand.Name, log.At(expression)));
            return names;
        }
    }

    private static string UnknownKey(string key, CorrelationType? type) => key switch
    {
        "condition" => "new_value takes no condition: it holds when the value is new",
        "field" or "learning" when type is not null => $"'{key}' is for correlations of type new_value",
        _ => $"unknown key '{key}' in a correlation",
    };

    private TimeSpan? ParseTimespan(YamlMap section, string key)
    {
        if (section[key] is not { } node) return null;
        var span = node is YamlScalar scalar ? TimespanParser.Parse(scalar.Text) : null;
        if (span is null) log.Error(node, $"'{(node as YamlScalar)?.Text ?? node.KindName}' is not a timespan", TimespanParser.Hint);
        return span;
    }

    private bool ParseGenerate(YamlMap map)
    {
        switch (map["generate"])
        {
            case null:
                return false;
            case YamlScalar { Type: ScalarType.Boolean } flag:
                return flag.Text.Equals("true", StringComparison.OrdinalIgnoreCase);
            case var other:
                log.Error(other, "'generate' is true or false");
                return false;
        }
    }

    private Dictionary<string, IReadOnlyDictionary<string, string>> ParseAliases(YamlMap section, List<RuleReference> aliasRules)
    {
        var aliases = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        if (section["aliases"] is not { } node) return aliases;
        if (node is not YamlMap map)
        {
            log.Error(node, "'aliases' is a map of alias names to maps of rule names to fields");
            return aliases;
        }

        foreach (var (alias, value) in map.Entries)
        {
            if (value is not YamlMap fields || fields.Entries.Any(entry => entry.Value is not YamlScalar { IsNull: false }))
            {
                log.Error(value, $"the alias '{alias.Text}' is a map of rule names to fields");
                continue;
            }

            aliases[alias.Text] = fields.Entries.ToDictionary(entry => entry.Key.Text, entry => ((YamlScalar)entry.Value).Text, StringComparer.Ordinal);
            aliasRules.AddRange(fields.Entries.Select(entry => new RuleReference(entry.Key.Text, log.At(entry.Key))));
        }

        return aliases;
    }

    private string[] Texts(YamlNode node, string key)
    {
        switch (node)
        {
            case YamlScalar { IsNull: true }:
                return [];
            case YamlScalar scalar:
                return [scalar.Text];
            case YamlList list when list.Items.All(item => item is YamlScalar { IsNull: false }):
                return list.Items.Select(item => ((YamlScalar)item).Text).ToArray();
            default:
                log.Error(node, $"'{key}' is a list of names");
                return [];
        }
    }
}
