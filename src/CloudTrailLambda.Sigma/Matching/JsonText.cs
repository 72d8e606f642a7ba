using System.Buffers.Text;
using System.Text;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>
/// Removes JSON escapes. Unlike <c>Utf8JsonReader.CopyString</c> it never throws: half of a surrogate pair, which JSON
/// allows and CloudTrail's truncation of long texts produces, becomes U+FFFD.
/// </summary>
internal static class JsonText
{
    /// <summary>Writes the text of an escaped string, as <c>Utf8JsonReader</c> accepted it, and returns its length; never longer than the input.</summary>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> destination)
    {
        var written = 0;
        while (true)
        {
            var next = escaped.IndexOf((byte)'\\');
            if (next < 0)
            {
                escaped.CopyTo(destination[written..]);
                return written + escaped.Length;
            }

            escaped[..next].CopyTo(destination[written..]);
            written += next;
            if (escaped[next + 1] == (byte)'u')
            {
                written += UnescapeUnicode(escaped[next..], destination[written..], out var consumed);
                escaped = escaped[(next + consumed)..];
            }
            else
            {
                destination[written++] = SimpleEscape(escaped[next + 1]);
                escaped = escaped[(next + 2)..];
            }
        }
    }

    private static byte SimpleEscape(byte escape) => escape switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => escape,
    };

    // `\uXXXX`, or a pair of them for a character beyond the basic plane. Six escaped bytes give at most three, twelve four.
    private static int UnescapeUnicode(ReadOnlySpan<byte> escaped, Span<byte> destination, out int consumed)
    {
        const int EscapeLength = 6;
        consumed = EscapeLength;
        var first = CodeUnit(escaped);
        if (char.IsHighSurrogate(first) && escaped.Length >= 2 * EscapeLength && escaped[EscapeLength..].StartsWith("\\u"u8))
        {
            var second = CodeUnit(escaped[EscapeLength..]);
            if (Rune.TryCreate(first, second, out var pair))
            {
                consumed = 2 * EscapeLength;
                return pair.EncodeToUtf8(destination);
            }
        }

        return (Rune.TryCreate(first, out var single) ? single : Rune.ReplacementChar).EncodeToUtf8(destination);
    }

    private static char CodeUnit(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out _, 'x') ? (char)unit : throw new ArgumentException("not an escape that a JSON reader accepted", nameof(escape));
}
