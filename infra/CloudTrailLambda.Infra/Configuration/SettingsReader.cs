using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudTrailLambda.Infra.Configuration;

/// <summary>
/// Reads settings one by one and remembers each: what is allowed, and what was wrong. A value that is wrong reads as its default, so that
/// the rest is checked too; <see cref="Finish"/> throws what was found.
/// </summary>
internal sealed class SettingsReader(IReadOnlyDictionary<string, string> values)
{
    private readonly List<Setting> _known = [];
    private readonly List<string> _problems = [];

    public IReadOnlyList<Setting> Known => _known;

    public bool IsGiven(string name) => values.TryGetValue(name, out var value) && value.Length > 0;

    public void Problem(string text) => _problems.Add(text);

    public string? Text(string name, string pattern, string allowed, SettingFor source = SettingFor.Any) =>
        Read(name, "", allowed, source, value => Matches(value, pattern) ? value : null);

    public string Text(string name, string @default, string pattern, string allowed, SettingFor source = SettingFor.Any) =>
        Read(name, @default, allowed, source, value => Matches(value, pattern) ? value : null) ?? @default;

    public IReadOnlyList<string> List(string name, string pattern, string allowed, SettingFor source = SettingFor.Any)
    {
        var text = Read(name, "", allowed, source, value => Parts(value).All(part => Matches(part, pattern)) ? value : null);
        return text is null ? [] : Parts(text);
    }

    public int Number(string name, int @default, int min, int max, string? allowed = null, SettingFor source = SettingFor.Any, Func<int, bool>? fits = null)
    {
        var text = Read(name, $"{@default}", allowed ?? $"{min} to {max}", source, value => Parse(value) is { } number && number >= min && number <= max && fits?.Invoke(number) != false ? value : null);
        return text is null ? @default : Parse(text)!.Value;
    }

    public bool Flag(string name, bool @default, SettingFor source = SettingFor.Any) =>
        OneOf(name, @default ? "true" : "false", ["true", "false"], source) == "true";

    public string OneOf(string name, string @default, IReadOnlyList<string> choices, SettingFor source = SettingFor.Any) =>
        Read(name, @default, string.Join(", ", choices), source, value => choices.Contains(value) ? value : null) ?? @default;

    /// <summary>Throws if anything was wrong with what was given, or if something was given that is no setting.</summary>
    public void Finish()
    {
        foreach (var name in values.Keys.Where(IsMeantForUs))
        {
            var nearest = _known.MinBy(setting => Distance(Plain(name), Plain(setting.Name)))!.Name;
            _problems.Add($"{name}: there is no such setting. Did you mean {nearest}?");
        }

        if (_problems.Count > 0) throw new SettingsException(_problems);
    }

    private string? Read(string name, string @default, string allowed, SettingFor source, Func<string, string?> accept)
    {
        _known.Add(new Setting(name, @default, allowed, source));
        if (!IsGiven(name)) return null;
        var value = accept(values[name].Trim());
        if (value is null) _problems.Add($"{name}: '{values[name]}' is not allowed; allowed is {allowed}");
        return value;
    }

    /// <summary>The framework's own names hold a colon, a slash, an at sign or a hyphen; ours never do. A hyphenated spelling of ours is ours.</summary>
    private bool IsMeantForUs(string name) =>
        _known.TrueForAll(setting => setting.Name != name)
        && (name.All(char.IsAsciiLetter) || _known.Exists(setting => Plain(setting.Name) == Plain(name)));

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetter)).ToUpperInvariant();

    private static string[] Parts(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool Matches(string value, string pattern) => Regex.IsMatch(value, $"^(?:{pattern})\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture, Regex.InfiniteMatchTimeout);

    private static int? Parse(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Levenshtein's distance: how many letters to change, add or drop.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
