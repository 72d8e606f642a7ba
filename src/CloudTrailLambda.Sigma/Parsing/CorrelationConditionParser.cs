using System.Globalization;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Rules;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>Reads the <c>condition</c> of a correlation: bounds on a number, and the field that the number comes from.</summary>
internal sealed class CorrelationConditionParser(DiagnosticLog log)
{
    private static readonly Dictionary<string, ComparisonOperator> Operators = new(StringComparer.Ordinal)
    {
        ["gt"] = ComparisonOperator.Greater,
        ["gte"] = ComparisonOperator.GreaterOrEqual,
        ["lt"] = ComparisonOperator.Less,
        ["lte"] = ComparisonOperator.LessOrEqual,
        ["eq"] = ComparisonOperator.Equal,
        ["neq"] = ComparisonOperator.NotEqual,
    };

    /// <summary>Numbers that the condition bounds, see <see cref="SigmaCorrelation"/> for the members.</summary>
    public sealed record Result(IReadOnlyList<CorrelationBound> Bounds, YamlScalar? Expression, IReadOnlyList<string> Fields, decimal Percentile);

    public Result? Parse(CorrelationType type, YamlMap section)
    {
        if (type is CorrelationType.NewValue) return ParseNewValue(section);
        var isTemporal = type is CorrelationType.Temporal or CorrelationType.TemporalOrdered;
        switch (section["condition"])
        {
            case null when isTemporal:
                return new Result([], Expression: null, [], Percentile: 50);
            case null:
                log.Error(section, "the correlation has no condition", "condition: {gte: 5}");
                return null;
            case YamlScalar { Type: ScalarType.Text } expression when isTemporal:
                return new Result([], expression, [], Percentile: 50);
            case YamlMap { Entries.Count: > 0 } map:
                return ParseMap(type, map);
            case var other:
                log.Error(other, "the condition is a map of bounds", "condition: {gte: 5}");
                return null;
        }
    }

    private Result? ParseNewValue(YamlMap section)
    {
        if (section["field"] is { } field) return new Result([], Expression: null, Fields(field), Percentile: 50);
        log.Error(section, "a correlation of type new_value needs a 'field'", "name the field, or a list of fields, whose values are remembered");
        return null;
    }

    private Result? ParseMap(CorrelationType type, YamlMap map)
    {
        var errorsBefore = log.ErrorCount;
        var bounds = new List<CorrelationBound>();
        string[] fields = [];
        decimal percentile = 50;
        foreach (var (key, value) in map.Entries)
        {
            switch (key.Text)
            {
                case "field":
                    fields = Fields(value);
                    break;
                case "percentile":
                    percentile = Number(key, value) ?? percentile;
                    if (percentile is < 0 or > 100) log.Error(value, "a percentile lies between 0 and 100");
                    break;
                case var name when Operators.TryGetValue(name, out var comparison):
                    if (Number(key, value) is { } bound) bounds.Add(new CorrelationBound(comparison, bound));
                    break;
                default:
                    log.Error(key, $"unknown key '{key.Text}' in a correlation condition", Suggestion.For(key.Text, [.. Operators.Keys, "field"]));
                    break;
            }
        }

        if (bounds.Count == 0 && log.ErrorCount == errorsBefore) log.Error(map, "the condition has no bound", "add e.g. `gte: 5`");
        CheckField(type, map, fields);
        return log.ErrorCount > errorsBefore ? null : new Result(bounds, Expression: null, fields, percentile);
    }

    private void CheckField(CorrelationType type, YamlMap map, string[] fields)
    {
        var needsField = type is not (CorrelationType.EventCount or CorrelationType.Temporal or CorrelationType.TemporalOrdered);
        if (needsField && fields.Length == 0) log.Error(map, $"the condition of this correlation type needs a 'field'");
        if (type is not CorrelationType.ValueCount && fields.Length > 1) log.Error(map["field"]!, "only value_count takes several fields");
    }

    private string[] Fields(YamlNode value)
    {
        switch (value)
        {
            case YamlScalar { IsNull: false } scalar:
                return [scalar.Text];
            case YamlList { Items.Count: > 0 } list when list.Items.All(item => item is YamlScalar { IsNull: false }):
                return list.Items.Select(item => ((YamlScalar)item).Text).ToArray();
            default:
                log.Error(value, "'field' is the name of a field or a list of them");
                return [];
        }
    }

    private decimal? Number(YamlScalar key, YamlNode value)
    {
        if (value is YamlScalar { Type: ScalarType.Number } scalar
            && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        log.Error(value, $"'{key.Text}' takes a number");
        return null;
    }
}
