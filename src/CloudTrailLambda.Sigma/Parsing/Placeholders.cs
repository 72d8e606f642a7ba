using System.Text.RegularExpressions;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>
/// Values that users supply for <c>%name%</c> in rules with the <c>expand</c> modifier: allowed accounts, networks, people.
/// The file is a YAML (or JSON) map of lists: <c>Administrators: [root, "adm_*"]</c>.
/// </summary>
internal sealed partial class Placeholders
{
    /// <summary>Several placeholders in one value multiply; more results than this are a mistake.</summary>
    private const int MaxExpansions = 10_000;

    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.Ordinal);

    public static Placeholders Empty { get; } = new();

    /// <summary>Reads a placeholder file; what is wrong with it is logged.</summary>
    public static Placeholders Parse(string text, string file, DiagnosticLog log)
    {
        var placeholders = new Placeholders();
        foreach (var document in YamlComposer.ReadDocuments(text, file, log))
        {
            if (document is not YamlMap map)
            {
                log.Error(document, "a placeholder file is a map of names to lists of values", "Administrators: [root, alice]");
                continue;
            }

            foreach (var (key, value) in map.Entries) placeholders.Add(key, value, log);
        }

        return placeholders;
    }

    /// <summary>The value with every <c>%name%</c> replaced, once for each combination of their values.</summary>
    public List<YamlScalar> Expand(YamlScalar value, DiagnosticLog log)
    {
        var names = NamePattern().Matches(value.Text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0) log.Warning(value, $"'expand' finds no %placeholder% in '{value.Text}'");
        List<string> texts = [value.Text];
        foreach (var name in names)
        {
            if (!_values.TryGetValue(name, out var replacements))
            {
                var hint = _values.Count == 0 ? "give a file with its values: --placeholders FILE" : Suggestion.For(name, _values.Keys.Order(StringComparer.Ordinal));
                log.Error(value, $"no values are given for the placeholder '%{name}%'", hint);
                return [];
            }

            texts = texts.SelectMany(text => replacements.Select(each => text.Replace($"%{name}%", each, StringComparison.Ordinal)))
                .Take(MaxExpansions + 1).ToList();
        }

        if (texts.Count > MaxExpansions) log.Error(value, $"the placeholders make more than {MaxExpansions} values");
        // A percent sign behind a backslash is no placeholder but itself.
        return texts.ConvertAll(text => value with { Text = text.Replace("\\%", "%", StringComparison.Ordinal), Type = names.Length == 0 ? value.Type : ScalarType.Text });
    }

    private void Add(YamlScalar key, YamlNode value, DiagnosticLog log)
    {
        var items = value is YamlList list ? list.Items : [value];
        if (items.FirstOrDefault(item => item is not YamlScalar { IsNull: false }) is { } wrong)
        {
            log.Error(wrong, $"the values of the placeholder '{key.Text}' must be texts, not {wrong.KindName}");
        }
        else if (items.Count == 0)
        {
            log.Error(value, $"the placeholder '{key.Text}' has no values");
        }
        else
        {
            _values[key.Text] = items.Select(item => ((YamlScalar)item).Text).ToArray();
        }
    }

    [GeneratedRegex(@"(?<!\\)%(?<name>[A-Za-z0-9_.-]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
