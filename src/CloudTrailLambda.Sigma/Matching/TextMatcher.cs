using System.Text;
using System.Text.RegularExpressions;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>A text test, compiled.</summary>
internal abstract class TextMatcher
{
    /// <summary>Roughly how much one text costs, in comparisons of two short texts.</summary>
    public abstract int Cost { get; }

    /// <summary>Whether the text, unescaped UTF-8, passes.</summary>
    public abstract bool IsMatch(ReadOnlySpan<byte> text, RecordFields buffers);

    /// <summary>
    /// Patterns of one literal with or without wildcards at its ends, nearly all there are, compare bytes. The rest, and
    /// literals whose letters fold outside ASCII, go through UTF-16.
    /// </summary>
    public static TextMatcher Of(TextPattern pattern, bool isCased)
    {
        if (pattern.IsAnything) return new AnythingMatcher();
        var (literal, relation) = pattern.Parts switch
        {
            [] => ("", TextRelation.Equals),
            [PatternPart.Literal only] => (only.Text, TextRelation.Equals),
            [PatternPart.Literal head, PatternPart.AnyRun] => (head.Text, TextRelation.StartsWith),
            [PatternPart.AnyRun, PatternPart.Literal tail] => (tail.Text, TextRelation.EndsWith),
            [PatternPart.AnyRun, PatternPart.Literal inner, PatternPart.AnyRun] => (inner.Text, TextRelation.Contains),
            _ => (null, TextRelation.Equals),
        };
        return literal is not null && (isCased || Ascii.IsValid(literal))
            ? new LiteralMatcher(literal, relation, isCased)
            : new WildcardMatcher(pattern, isCased);
    }
}

/// <summary>Every text.</summary>
internal sealed class AnythingMatcher : TextMatcher
{
    public override int Cost => 1;

    public override bool IsMatch(ReadOnlySpan<byte> text, RecordFields buffers) => true;
}

/// <summary>One literal, compared byte by byte.</summary>
internal sealed class LiteralMatcher(string literal, TextRelation relation, bool isCased) : TextMatcher
{
    private readonly byte[] _literal = Encoding.UTF8.GetBytes(literal);

    public override int Cost => relation == TextRelation.Contains ? 4 : 2;

    public override bool IsMatch(ReadOnlySpan<byte> text, RecordFields buffers) => Utf8Text.Relate(text, _literal, relation, isCased);
}

/// <summary>A regular expression. The engine without backtracking is preferred; what it cannot express runs against the clock.</summary>
internal sealed class RegexMatcher(string pattern, RegexOptions options) : TextMatcher
{
    // Built when a record first comes this far, which most never do: building them all is a third of compiling a rule set. The pattern
    // is known to be valid.
    private readonly Lazy<Regex> _regex = new(() => Build(pattern, options));

    public override int Cost => 50;

    public override bool IsMatch(ReadOnlySpan<byte> text, RecordFields buffers)
    {
        // Twice: the clock also runs while the first use of an expression prepares it and while the machine is busy with something else,
        // and an event that is missed for that is missed for good.
        if (TrySearch(text, buffers) is { } first) return first;
        if (TrySearch(text, buffers) is { } second) return second;

        // A rule must not stop the pipeline. The count is reported with the totals, so that the rule's author hears of it.
        buffers.RegexTimeouts++;
        return false;
    }

    private bool? TrySearch(ReadOnlySpan<byte> text, RecordFields buffers)
    {
        try
        {
            return _regex.Value.IsMatch(buffers.Decode(text));
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static Regex Build(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking, RegexTimeout.Value);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options, RegexTimeout.Value);
        }
    }
}
