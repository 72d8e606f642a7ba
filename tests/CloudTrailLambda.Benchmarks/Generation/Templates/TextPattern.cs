using System.Text;

namespace CloudTrailLambda.Benchmarks.Generation.Templates;

/// <summary>A text with placeholders in angle brackets: <c>arn:aws:iam::&lt;account&gt;:role/&lt;role&gt;</c>.</summary>
internal sealed class TextPattern
{
    private readonly List<(byte[] Literal, Placeholder? Then)> _parts = [];

    /// <exception cref="FormatException">A placeholder is unknown or not closed.</exception>
    public TextPattern(string text)
    {
        var at = 0;
        while (text.IndexOf('<', at) is var open and >= 0)
        {
            var close = text.IndexOf('>', open);
            if (close < 0)
            {
                throw new FormatException($"A placeholder is not closed in '{text}'.");
            }

            _parts.Add((Encoding.UTF8.GetBytes(text[at..open]), Placeholder.Parse(text[(open + 1)..close])));
            at = close + 1;
        }

        if (at < text.Length)
        {
            _parts.Add((Encoding.UTF8.GetBytes(text[at..]), null));
        }
    }

    /// <summary>The number that the whole text is, or null.</summary>
    public WholeNumber? AsNumber => _parts is [([], WholeNumber number)] ? number : null;

    /// <summary>Returns the text in UTF-8; it lives until the next call with the same context.</summary>
    public ReadOnlySpan<byte> Fill(RecordContext context)
    {
        var target = context.Scratch.AsSpan();
        var length = 0;
        foreach (var (literal, then) in _parts)
        {
            literal.CopyTo(target[length..]);
            length += literal.Length;
            length += then?.Write(target[length..], context) ?? 0;
        }

        return target[..length];
    }
}
