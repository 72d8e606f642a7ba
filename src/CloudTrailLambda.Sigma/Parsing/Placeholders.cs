using System.Text.RegularExpressions;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>
/// Values that users supply for <c>%name%</c> in rules with the <c>expand</c> modifier: allowed accounts, networks, people.
/// A file of them is a YAML (or JSON) map of lists: <c>Administrators: [root, "adm_*"]</c>. A list may be empty; who needs it waits.
/// </summary>
internal sealed partial class Placeholders
{
    /// <summary>Several placeholders in one value multiply; more results than this are a mistake.</summary>
    private const int MaxExpansions = 10_000;

    private readonly Dictionary<string, PlaceholderList> _lists = new(StringComparer.Ordinal);

    public static Placeholders Empty { get; } = new();

    public IReadOnlyCollection<PlaceholderList> Lists => _lists.Values;

    /// <summary>Reads files of lists; what is wrong with them is added to the diagnostics. A later file replaces lists of an earlier one.</summary>
    public static Placeholders Read(ReadOnlySpan<RuleSource> files, List<Diagnostic> diagnostics)
    {
        var placeholders = new Placeholders();
        foreach (var file in files)
        {
            var log = new DiagnosticLog(file.Name);
            foreach (var document in YamlComposer.ReadDocuments(file.Text, file.Name, log))
            {
                if (document is YamlMap map) placeholders.Add(map, log);
                else log.Error(document, "a placeholder file is a map of names to lists of values", "Administrators: [root, alice]");
            }

            diagnostics.AddRange(log.Entries);
        }

        return placeholders;
    }

    /// <summary>Takes in a map of lists, in place of those that had the same names.</summary>
    public void Add(YamlMap map, DiagnosticLog log)
    {
        foreach (var (key, value) in map.Entries)
        {
            if (!WholeName().IsMatch(key.Text)) log.Error(key, $"'{key.Text}' cannot be a placeholder's name", "letters, digits and _ . -");
            // One whose values are not usable is declared all the same: its own mistake is enough to read.
            else _lists[key.Text] = new PlaceholderList(key.Text, PlaceholderValues.Read(key.Text, value, log) ?? [], log.At(key));
        }
    }

    /// <summary>These lists, with others in place of those that have the same names.</summary>
    public Placeholders With(Placeholders others)
    {
        var joined = new Placeholders();
        foreach (var list in Lists.Concat(others.Lists)) joined._lists[list.Name] = list;
        return joined;
    }

    /// <summary>The same lists, with nothing in them.</summary>
    public Placeholders Emptied()
    {
        var emptied = new Placeholders();
        foreach (var list in Lists) emptied._lists[list.Name] = list with { Values = [] };
        return emptied;
    }

    public bool Has(string name) => _lists.ContainsKey(name);

    /// <summary>What to say of a name that no file declares.</summary>
    public string HintFor(string name) => _lists.Count == 0
        ? "declare it in placeholders.yml in the folder of the rules, or name a file: --placeholders FILE"
        : Suggestion.For(name, _lists.Keys.Order(StringComparer.Ordinal));

    /// <summary>
    /// The value with every <c>%name%</c> replaced, once for each combination of their values; nothing where a list is empty. In a regular
    /// expression a list becomes one alternative of all its values: the same where the expression asks for it, and <c>(?!%name%)</c> can
    /// ask for what is none of them, which several expressions of which one must match cannot.
    /// </summary>
    /// <param name="value">The text in the rule.</param>
    /// <param name="isRegex">Whether it is a regular expression.</param>
    /// <param name="log">Told of names that no file declares.</param>
    /// <param name="emptyLists">Told of lists without values.</param>
    public IReadOnlyList<ExpandedValue> Expand(YamlScalar value, bool isRegex, DiagnosticLog log, ICollection<PlaceholderUse> emptyLists)
    {
        var names = NamePattern().Matches(value.Text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0) log.Warning(value, $"'expand' finds no %placeholder% in '{value.Text}'");
        var lists = new List<PlaceholderList>(names.Length);
        foreach (var name in names)
        {
            if (!_lists.TryGetValue(name, out var list)) log.Error(value, $"no values are given for the placeholder '%{name}%'", HintFor(name));
            else lists.Add(list);
        }

        if (lists.Count < names.Length) return [];
        foreach (var list in lists.Where(list => list.Values.Count == 0)) emptyLists.Add(new PlaceholderUse(list.Name, log.At(value), list.Location.File));
        if (isRegex) lists = lists.ConvertAll(Alternative);
        else if (lists is [var only] && value.Text == $"%{only.Name}%")
        {
            return [.. only.Values.Select(each => new ExpandedValue(each with { Text = WithoutEscapes(each.Text), Type = ScalarType.Text }, only))];
        }

        return Combine(value, lists, log);
    }

    private static PlaceholderList Alternative(PlaceholderList list) => list.Values.Count == 0
        ? list
        : list with { Values = [list.Values[0] with { Text = $"(?:{string.Join('|', list.Values.Select(each => $"(?:{each.Text})"))})" }] };

    private static ExpandedValue[] Combine(YamlScalar value, List<PlaceholderList> lists, DiagnosticLog log)
    {
        List<string> texts = [value.Text];
        foreach (var list in lists)
        {
            texts = texts.SelectMany(text => list.Values.Select(each => text.Replace($"%{list.Name}%", each.Text, StringComparison.Ordinal)))
                .Take(MaxExpansions + 1).ToList();
        }

        if (texts.Count > MaxExpansions) log.Error(value, $"the placeholders make more than {MaxExpansions} values");
        var type = lists.Count == 0 ? value.Type : ScalarType.Text;
        return [.. texts.Select(text => new ExpandedValue(value with { Text = WithoutEscapes(text), Type = type }, List: null))];
    }

    // A percent sign behind a backslash is no placeholder but itself.
    private static string WithoutEscapes(string text) => text.Replace("\\%", "%", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!\\)%(?<name>[A-Za-z0-9_.-]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WholeName();
}
