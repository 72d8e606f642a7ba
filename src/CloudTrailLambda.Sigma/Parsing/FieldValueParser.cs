using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>Turns one entry of a detection map, a key with its value or list of values, into a condition.</summary>
internal sealed class FieldValueParser(DiagnosticLog log, Placeholders placeholders)
{
    private readonly ValueTestParser _tests = new(log);

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
        var alternatives = new List<Condition>(scalars.Count);
        foreach (var scalar in scalars)
        {
            if (Expand(key, scalar) is not { } expanded) return null;
            foreach (var each in expanded)
            {
                if (isKeyword && each.Text.Length == 0)
                {
                    log.Error(each, "an empty keyword is found in every record", "write what to look for, or remove the line");
                    return null;
                }

                var text = isKeyword && each.Type != ScalarType.Null ? each with { Type = ScalarType.Text } : each;
                if (_tests.Parse(effective, text) is not { } tests) return null;
                alternatives.Add(Condition.AnyOf(tests.Select(leaf).ToArray()));
            }
        }

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

    private List<YamlScalar>? Expand(FieldKey key, YamlScalar scalar)
    {
        if (!key.Has("expand")) return [scalar];
        var errorsBefore = log.ErrorCount;
        var expanded = placeholders.Expand(scalar, log);
        return log.ErrorCount > errorsBefore ? null : expanded;
    }

    private static bool IsTrue(YamlScalar flag) => flag.Text.Equals("true", StringComparison.OrdinalIgnoreCase);
}
