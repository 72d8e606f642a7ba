using System.Globalization;
using System.Text;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>
/// Text from log records is data: whoever wrote the record must not steer the reader's terminal, mail or chat. Control characters and
/// the invisible ones that reorder or hide text are shown as escapes.
/// </summary>
public static class PrintableText
{
    /// <summary>The text on one line, without anything that cannot be seen; a dash for none.</summary>
    public static string Of(string? text)
    {
        if (text is null) return "-";
        if (!text.EnumerateRunes().Any(NeedsEscape)) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes()) escaped.Append(Of(rune));
        return escaped.ToString();
    }

    /// <summary>One character: itself, or its escape if it cannot be seen.</summary>
    internal static string Of(Rune rune) => NeedsEscape(rune) ? Escape(rune) : rune.ToString();

    /// <summary>A character's escape, <c>\u001b</c> or <c>\U000e0041</c>.</summary>
    internal static string Escape(Rune rune) =>
        rune.IsBmp ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}") : string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");

    /// <summary>
    /// JSON as it stands in a log, with what is not plain ASCII as <c>\u</c> escapes. Strict JSON has no other control characters than
    /// white space between its tokens; what remains are DEL, C1 controls and invisible ones, and all of those are in strings.
    /// </summary>
    public static string Json(ReadOnlySpan<byte> utf8Json)
    {
        var text = Encoding.UTF8.GetString(utf8Json);
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c < '\u007f') escaped.Append(c);
            else escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return escaped.ToString();
    }

    private static bool NeedsEscape(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || IsNoncharacter(rune.Value);

    // Valid UTF-8, but XML has no way to write some of them, and services that speak XML refuse the whole text.
    private static bool IsNoncharacter(int value) => (value & 0xfffe) == 0xfffe || value is >= 0xfdd0 and <= 0xfdef;
}
