using System.Text;

namespace CloudTrailLambda.Sigma.Conditions;

/// <summary>
/// A text with wildcards: <c>*</c> stands for any run of characters, <c>?</c> for exactly one character (a Unicode code point).
/// Equal patterns have equal parts: neighbouring literals and runs are merged.
/// </summary>
public sealed record TextPattern
{
    private TextPattern(IReadOnlyList<PatternPart> parts) => Parts = parts;

    /// <summary>The parts in order; empty for the empty text.</summary>
    public IReadOnlyList<PatternPart> Parts { get; }

    /// <summary>The plain text, or <see langword="null"/> when the pattern holds a wildcard.</summary>
    public string? Literal => Parts switch
    {
        [] => "",
        [PatternPart.Literal only] => only.Text,
        _ => null,
    };

    /// <summary>Whether every text fits, the empty one included.</summary>
    public bool IsAnything => Parts is [PatternPart.AnyRun];

    /// <summary>
    /// Reads a value as Sigma writes it. A backslash before a wildcard makes it literal; two backslashes make one;
    /// a backslash before anything else stands for itself (Sigma rules specification, "Escaping").
    /// </summary>
    public static TextPattern Parse(string value)
    {
        var parts = new List<PatternPart>();
        var literal = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case '\\' when i + 1 < value.Length && value[i + 1] is '*' or '?' or '\\':
                    literal.Append(value[++i]);
                    break;
                case '*' or '?':
                    Flush(literal, parts);
                    parts.Add(value[i] == '*' ? new PatternPart.AnyRun() : new PatternPart.AnyOne());
                    break;
                default:
                    literal.Append(value[i]);
                    break;
            }
        }

        Flush(literal, parts);
        return Of(parts);
    }

    /// <summary>A pattern that only this text fits.</summary>
    public static TextPattern Exactly(string text) => Of([new PatternPart.Literal(text)]);

    /// <summary>The pattern with "any run" before and/or after it.</summary>
    public TextPattern Surround(bool before, bool after)
    {
        var parts = new List<PatternPart>(Parts.Count + 2);
        if (before) parts.Add(new PatternPart.AnyRun());
        parts.AddRange(Parts);
        if (after) parts.Add(new PatternPart.AnyRun());
        return Of(parts);
    }

    /// <summary>A pattern of these parts, in normal form.</summary>
    internal static TextPattern Of(IEnumerable<PatternPart> parts)
    {
        var merged = new List<PatternPart>();
        foreach (var part in parts)
        {
            switch (part, merged.LastOrDefault())
            {
                case (PatternPart.Literal { Text: "" }, _) or (PatternPart.AnyRun, PatternPart.AnyRun):
                    break;
                case (PatternPart.Literal next, PatternPart.Literal last):
                    merged[^1] = new PatternPart.Literal(last.Text + next.Text);
                    break;
                default:
                    merged.Add(part);
                    break;
            }
        }

        return new TextPattern(merged);
    }

    /// <inheritdoc/>
    public bool Equals(TextPattern? other) => other is not null && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => Parts.Aggregate(Parts.Count, HashCode.Combine);

    private static void Flush(StringBuilder literal, List<PatternPart> parts)
    {
        if (literal.Length > 0) parts.Add(new PatternPart.Literal(literal.ToString()));
        literal.Clear();
    }
}

/// <summary>One part of a <see cref="TextPattern"/>.</summary>
public abstract record PatternPart
{
    private PatternPart()
    {
    }

    /// <summary>These characters.</summary>
    public sealed record Literal(string Text) : PatternPart;

    /// <summary>Exactly one character.</summary>
    public sealed record AnyOne : PatternPart;

    /// <summary>Any number of characters.</summary>
    public sealed record AnyRun : PatternPart;
}
