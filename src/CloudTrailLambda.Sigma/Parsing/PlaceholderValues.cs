using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>Reads the values of one placeholder: a list of texts, or one text. Strict: a slip here would change what rules mean.</summary>
internal static class PlaceholderValues
{
    /// <summary>The values, none for an empty list; <see langword="null"/> after logging why they are not usable.</summary>
    public static IReadOnlyList<YamlScalar>? Read(string name, YamlNode value, DiagnosticLog log)
    {
        switch (value)
        {
            case YamlScalar { IsNull: false } one:
                return Check(name, [one], log);
            case YamlList list:
                return Check(name, list.Items, log);
            default:
                log.Error(value, $"the placeholder '{name}' takes a list of texts, not {value.KindName}", $"`{name}: []` while there are none");
                return null;
        }
    }

    private static YamlScalar[]? Check(string name, IReadOnlyList<YamlNode> items, DiagnosticLog log)
    {
        var errorsBefore = log.ErrorCount;
        foreach (var item in items)
        {
            if (item is not YamlScalar { IsNull: false } text) log.Error(item, $"the values of the placeholder '{name}' must be texts, not {item.KindName}");
            // An empty text is contained in every other.
            else if (text.Text.Length == 0) log.Error(item, $"the placeholder '{name}' has an empty text among its values", "remove it");
        }

        return log.ErrorCount > errorsBefore ? null : [.. items.Cast<YamlScalar>()];
    }
}
