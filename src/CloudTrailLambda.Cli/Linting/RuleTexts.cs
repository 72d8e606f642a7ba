using System.Text.RegularExpressions;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Cli.Linting;

/// <summary>
/// Finds where in its file a rule says something. A condition does not know its place: it is made of what several places say, and only lint
/// asks.
/// </summary>
internal sealed class RuleTexts
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, string[]> _lines = new(StringComparer.Ordinal);

    /// <summary>The place in the rule's detection; <see langword="null"/> where it is not there, because a filter brought it into the rule.</summary>
    public SourceLocation? PlaceOf(AskedText asked, RuleHeader rule)
    {
        var (file, first) = (rule.Location.File, rule.Location.Line - 1);
        if (!_lines.TryGetValue(file, out var lines)) _lines.Add(file, lines = File.ReadAllLines(file));
        // Where text goes on at a wildcard, a letter may stand beside it.
        var word = $@"(?<![\w.]){Regex.Escape(asked.Longest)}(?![\w.])";
        var text = new Regex(asked.Literal is null ? Regex.Escape(asked.Longest) : word, RegexOptions.CultureInvariant, Patience);
        var isDetection = false;
        for (var i = first; i < lines.Length; i++)
        {
            if (i > first && lines[i].StartsWith("---", StringComparison.Ordinal)) return null;
            if (lines[i].Length > 0 && !char.IsWhiteSpace(lines[i][0]) && lines[i][0] != '#') isDetection = lines[i].StartsWith("detection:", StringComparison.Ordinal);
            if (!isDetection) continue;
            if (text.Match(lines[i]) is { Success: true } match) return new SourceLocation(file, i + 1, match.Index + 1);
        }

        return null;
    }
}
