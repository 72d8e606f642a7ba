using System.Text;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>The modifiers that rewrite a text before it is compared. Each makes one or several patterns of one.</summary>
internal static class TextTransforms
{
    /// <summary>More spellings than this of one value are a mistake, not a rule.</summary>
    private const int MaxVariants = 625;

    private const string Dashes = "-/\u2013\u2014\u2015";

    /// <summary>Applies the modifiers in the order written.</summary>
    /// <exception cref="FormatException">A modifier cannot take this value; the message says why.</exception>
    public static IReadOnlyList<TextPattern> Apply(TextPattern value, IReadOnlyList<string> transforms)
    {
        IReadOnlyList<TextPattern> values = [value];
        foreach (var transform in transforms)
        {
            values = values.SelectMany(pattern => Apply(pattern, transform)).ToArray();
            if (values.Count > MaxVariants) throw TooManyVariants(transform);
        }

        return values;
    }

    private static IEnumerable<TextPattern> Apply(TextPattern value, string transform) => transform switch
    {
        "contains" => [value.Surround(before: true, after: true)],
        "startswith" => [value.Surround(before: false, after: true)],
        "endswith" => [value.Surround(before: true, after: false)],
        "windash" => Windash(value),
        "base64" => [TextPattern.Exactly(Convert.ToBase64String(BytesOf(value, transform)))],
        "base64offset" => Base64Offsets(BytesOf(value, transform)),
        "utf16le" or "wide" => [EncodeLiterals(value, Encoding.Unicode.GetBytes)],
        "utf16be" => [EncodeLiterals(value, Encoding.BigEndianUnicode.GetBytes)],
        "utf16" => [EncodeLiterals(value, text => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)])],
        _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, message: null),
    };

    private static FormatException TooManyVariants(string transform) => new($"'{transform}' makes more than {MaxVariants} variants of this value");

    private static string LiteralOf(TextPattern value, string transform) =>
        value.Literal ?? throw new FormatException($"'{transform}' cannot encode a value with wildcards");

    private static byte[] BytesOf(TextPattern value, string transform)
    {
        var literal = LiteralOf(value, transform);
        return IsEncodedBytes(literal) ? Encoding.Latin1.GetBytes(DropMark(literal)) : Encoding.UTF8.GetBytes(literal);
    }

    // The result of a UTF-16 modifier is bytes. Between modifiers it travels as text of one character a byte, led by a
    // private-use mark so that a following base64 takes the bytes and not their UTF-8 encoding.
    private const char BytesMark = '\uE000';

    private static TextPattern EncodeLiterals(TextPattern value, Func<string, byte[]> encode) => TextPattern.Of(value.Parts.Select(part =>
        part is PatternPart.Literal literal ? new PatternPart.Literal(BytesMark + Encoding.Latin1.GetString(encode(literal.Text))) : part));

    private static bool IsEncodedBytes(string literal) => literal.StartsWith(BytesMark);

    private static string DropMark(string literal) => literal[1..];

    /// <summary>The pattern without the mark of encoded bytes, for values that no base64 followed.</summary>
    public static TextPattern Finish(TextPattern pattern)
    {
        if (!pattern.Parts.Any(part => part is PatternPart.Literal literal && IsEncodedBytes(literal.Text))) return pattern;
        return TextPattern.Of(pattern.Parts.Select(part =>
            part is PatternPart.Literal literal && IsEncodedBytes(literal.Text) ? new PatternPart.Literal(DropMark(literal.Text)) : part));
    }

    // Three ways in which the bytes can lie in a longer base64 text. The characters that also depend on the bytes
    // before or after are cut off, so that what is left is found whatever surrounds it.
    private static IEnumerable<TextPattern> Base64Offsets(byte[] bytes)
    {
        ReadOnlySpan<int> dependentOnBytesBefore = [0, 2, 3];
        ReadOnlySpan<int> dependentOnBytesAfter = [0, 3, 2];
        var variants = new List<TextPattern>(3);
        for (var offset = 0; offset < 3; offset++)
        {
            var encoded = Convert.ToBase64String([.. new byte[offset], .. bytes]);
            var start = dependentOnBytesBefore[offset];
            var end = encoded.Length - dependentOnBytesAfter[(bytes.Length + offset) % 3];
            if (end <= start) throw new FormatException("'base64offset' leaves nothing of so short a value; use at least three bytes");
            variants.Add(TextPattern.Exactly(encoded[start..end]));
        }

        return variants;
    }

    private static IEnumerable<TextPattern> Windash(TextPattern value)
    {
        IEnumerable<PatternPart[]> combinations = [[]];
        foreach (var part in value.Parts)
        {
            var spellings = part is PatternPart.Literal literal ? Spellings(literal.Text) : [part];
            combinations = combinations.SelectMany(head => spellings.Select(next => (PatternPart[])[.. head, next]));
        }

        return combinations.Take(MaxVariants + 1).Select(parts => TextPattern.Of(parts));
    }

    private static List<PatternPart> Spellings(string text)
    {
        List<string> spellings = [""];
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsOptionDash(text, i)) continue;
            var between = text[start..i];
            start = i + 1;
            spellings = spellings.SelectMany(head => Dashes.Select(dash => head + between + dash)).ToList();
            if (spellings.Count > MaxVariants) throw TooManyVariants("windash");
        }

        return spellings.ConvertAll(PatternPart (spelling) => new PatternPart.Literal(spelling + text[start..]));
    }

    // A dash that leads an option: not inside a word, and a word follows.
    private static bool IsOptionDash(string text, int index) =>
        Dashes.Contains(text[index])
        && (index == 0 || !char.IsLetterOrDigit(text[index - 1]))
        && index + 1 < text.Length
        && (char.IsLetterOrDigit(text[index + 1]) || text[index + 1] == '_');
}
