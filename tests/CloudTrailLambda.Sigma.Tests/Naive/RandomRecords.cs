using System.Text;

namespace CloudTrailLambda.Sigma.Tests.Naive;

/// <summary>Random JSON records, thick with what has broken matchers: escapes, letters that fold oddly, JSON in text, dotted names.</summary>
internal sealed class RandomRecords(Random random)
{
    private const int MaxDepth = 4;

    private static readonly string[] Names = ["a", "b", "c", "é", "a.b", "b.c", "a.b.c", "abcdefgh1", "abcdefgh2", "abcd", "abcx"];

    private static readonly string[] Pieces =
    [
        "a", "A", "b", "B", "é", "É", "ſ", "s", "S", "\u212A", "k", "K", "İ", "i", "I", "ı", "ß", "ẞ", "😀", "\U00010400", "\U00010428", "x*y", "?",
        "\\", "\"", "/", "-", " ", "\n", "\t", "\u0001", "\uD83D", "\uDE00", "\uFFFD", "ab", "AB", "null",
    ];

    private static readonly string[] Texts =
    [
        "", "true", "FALSE", "1", "1.0", "+1", "1e2", "100", "-1.5", " 1", "1_0", "10.0.0.1", "10.0.0.256", "10.1", "010.0.0.1", "2001:db8::1", "::ffff:10.0.0.1",
        "[::1]", "fe80::1%2", "2026-10-14T09:05:07Z", "2024-12-30", "2026-02-30", "2026-10-14 23:59", "2026-+1-14", "2026-10-14T-1:05", "s3.amazonaws.com",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "1.0", "1.50", "1e0", "1E+2", "100", "-1.5", "1e400", "1e-40", "12345678901234567890", "9007199254740993", "0.1e1", "79228162514264337593543950336",
    ];

    /// <summary>The record's text; characters that UTF-8 cannot write are always escaped.</summary>
    public string Next()
    {
        var json = new StringBuilder();
        WriteObject(json, depth: 0);
        return json.ToString();
    }

    /// <summary>A text that may well stand in a record.</summary>
    public string Text() => random.Next(3) == 0 ? Pick(Texts) : string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Pick(Pieces)));

    public string NumberText() => Pick(Numbers);

    /// <summary>One to three names, so that most paths lead somewhere.</summary>
    public string Path() => string.Join('.', Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Pick(Names)));

    public T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private void WriteValue(StringBuilder json, int depth)
    {
        switch (random.Next(depth >= MaxDepth ? 6 : 11))
        {
            case 0:
                json.Append(Pick(["null", "true", "false"]));
                break;
            case 1 or 2:
                json.Append(NumberText());
                break;
            case <= 5:
                WriteText(json, Text());
                break;
            case <= 7:
                WriteObject(json, depth + 1);
                break;
            case <= 9:
                WriteArray(json, depth + 1);
                break;
            default:
                WriteText(json, TextWithJson(depth + 1));
                break;
        }
    }

    private void WriteObject(StringBuilder json, int depth)
    {
        json.Append('{').Append(Space());
        var count = random.Next(5);
        for (var i = 0; i < count; i++)
        {
            if (i > 0) json.Append(',');
            WriteText(json, random.Next(20) == 0 ? Text() : Pick(Names));
            json.Append(Space()).Append(':').Append(Space());
            WriteValue(json, depth);
        }

        json.Append(Space()).Append('}');
    }

    private void WriteArray(StringBuilder json, int depth)
    {
        json.Append('[');
        var count = random.Next(4);
        for (var i = 0; i < count; i++)
        {
            if (i > 0) json.Append(',').Append(Space());
            WriteValue(json, depth);
        }

        json.Append(']');
    }

    // One in four is damaged, and then it is text and nothing else.
    private string TextWithJson(int depth)
    {
        var json = new StringBuilder(Space());
        if (random.Next(3) == 0) WriteArray(json, depth);
        else WriteObject(json, depth);
        json.Append(Space());
        if (random.Next(4) == 0) json.Length -= 1;
        if (random.Next(12) == 0) json.Append('}');
        return json.ToString();
    }

    private void WriteText(StringBuilder json, string text)
    {
        json.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (isPair && random.Next(2) == 0) json.Append(c).Append(text[++i]);
            else if (c is '"' or '\\' && random.Next(2) == 0) json.Append('\\').Append(c);
            else if (c == '\n' && random.Next(2) == 0) json.Append("\\n");
            else if (c == '/' && random.Next(2) == 0) json.Append("\\/");
            else if (c < ' ' || c is '"' or '\\' || char.IsSurrogate(c) || random.Next(12) == 0) Escape(json, c);
            else json.Append(c);
        }

        json.Append('"');
    }

    private void Escape(StringBuilder json, char c) => json.Append("\\u").Append(((int)c).ToString(random.Next(2) == 0 ? "x4" : "X4"));

    private string Space() => random.Next(4) == 0 ? Pick([" ", "\n", "\t", "\r\n"]) : "";
}
