using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Rules;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>Turns one entry of a detection map, a key with its value or list of values, into a condition.</summary>
internal sealed class FieldValueParser(DiagnosticLog log, Placeholders placeholders)
{
    private readonly ValueTestParser _tests = new(log);

    /// <summary>Lists without values that were named.</summary>
    public List<PlaceholderUse> EmptyLists { get; } = [];

    /// <summary>Whether some value is to be expanded.</summary>
    public bool UsesPlaceholders { get; private set; }

    /// <summary>A test on a named field.</summary>
    public Condition? ParseField(FieldKey key, YamlScalar keyNode, YamlNode value)
    {
        var path = new FieldPath(key.Field);
        if (path.Segments.Contains(""))
        {
            log.Error(keyNode, $"the field '{key.Field}' has an empty part between dots");
            return null;
        }

        return Parse(key, keyNode, value, key, test => new Condition.Field(path, test));
    }

    /// <summary>Keywords: the key has no field name, so the whole record is searched.</summary>
    public Condition? ParseKeywords(FieldKey key, YamlScalar keyNode, YamlNode value)
    {
        if (key.Kind is not (null or "re") || key.Has("neq"))
        {
            log.Error(keyNode, $"'{string.Join('|', key.Modifiers)}' needs a field; keywords search the whole record");
            return null;
        }

        // A keyword is found anywhere in a value; a regular expression is not anchored to begin with.
        var transforms = key.Kind is null && !key.Has("contains") ? [.. key.Transforms, "contains"] : key.Transforms;
        return Parse(key, keyNode, value, key with { Transforms = transforms }, test => new Condition.Keyword(test), isKeyword: true);
    }

    private Condition? Parse(
        FieldKey key, YamlScalar keyNode, YamlNode value, FieldKey effective, Func<ValueTest, Condition> leaf, bool isKeyword = false)
    {
        if (Scalars(key, keyNode, value) is not { } scalars) return null;
        var errorsBefore = log.ErrorCount;
        var alternatives = new List<Condition>(scalars.Count);
        foreach (var (each, list) in scalars.SelectMany(scalar => Expand(key, scalar)))
        {
            if (isKeyword && each.Text.Length == 0)
            {
                log.Error(each, "an empty keyword is found in every record", "write what to look for, or remove the line");
                continue;
            }

            var text = isKeyword && each.Type != ScalarType.Null ? each with { Type = ScalarType.Text } : each;
            if (Tests(effective, text, list) is { } tests) alternatives.Add(Condition.AnyOf(tests.Select(leaf).ToArray()));
        }

        if (log.ErrorCount > errorsBefore) return null;

        var joined = key.Has("all") ? Condition.AllOf(alternatives) : Condition.AnyOf(alternatives);
        // `exists: false` and `neq` are negations of the whole, so that they also hold where the field is missing.
        var isNegated = key.Has("neq") ^ (key.Kind is "exists" && scalars is [{ Type: ScalarType.Boolean } flag] && !IsTrue(flag));
        return isNegated ? new Condition.Not(joined) : joined;
    }

    private IReadOnlyList<YamlScalar>? Scalars(FieldKey key, YamlScalar keyNode, YamlNode value)
    {
        switch (value)
        {
            case YamlMap:
                log.Error(value, $"the value of '{key.Field}' is a map", $"write the path with dots: `{key.Field}.name: value`");
                return null;
            case YamlList { Items.Count: 0 }:
                log.Error(value, $"'{keyNode.Text}' has an empty list of values");
                return null;
            case YamlList list when list.Items.FirstOrDefault(item => item is not YamlScalar) is { } wrong:
                log.Error(wrong, $"the values of '{keyNode.Text}' are texts, numbers or booleans, not {wrong.KindName}");
                return null;
            case YamlList list when key.Kind == "exists":
                log.Error(list, "'exists' takes one boolean, not a list");
                return null;
            case YamlList list:
                var scalars = list.Items.Cast<YamlScalar>().ToArray();
                return scalars.Length > 1 || RequireSeveral(key, keyNode) ? scalars : null;
            default:
                return RequireSeveral(key, keyNode) ? [(YamlScalar)value] : null;
        }
    }

    // "Single item values are not allowed to have an `all` modifier" (modifiers appendix). A placeholder may become several.
    private bool RequireSeveral(FieldKey key, YamlScalar keyNode)
    {
        if (!key.Has("all") || key.Has("expand")) return true;
        log.Error(keyNode, "'all' needs a list of at least two values", "remove 'all'");
        return false;
    }

    private IReadOnlyList<ExpandedValue> Expand(FieldKey key, YamlScalar scalar)
    {
        if (!key.Has("expand")) return [new ExpandedValue(scalar, List: null)];
        UsesPlaceholders = true;
        return placeholders.Expand(scalar, key.Kind is "re", log, EmptyLists);
    }

    // A value of a list that does not suit the modifiers is a mistake in the list, and is told with its place there.
    private IReadOnlyList<ValueTest>? Tests(FieldKey key, YamlScalar value, PlaceholderList? list)
    {
        if (list is null) return _tests.Parse(key, value);
        var listLog = new DiagnosticLog(list.Location.File);
        var tests = new ValueTestParser(listLog).Parse(key, value);
        foreach (var entry in listLog.Entries) log.Add(entry with { Message = $"in the list '{list.Name}': {entry.Message}" });
        return tests;
    }

    private static bool IsTrue(YamlScalar flag) => flag.Text.Equals("true", StringComparison.OrdinalIgnoreCase);
}
