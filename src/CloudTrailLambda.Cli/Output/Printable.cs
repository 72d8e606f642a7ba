using System.Globalization;
using System.Text;

namespace CloudTrailLambda.Cli.Output;

/// <summary>
/// Text from log records is data: whoever wrote the record must not steer the reader's terminal. Control characters and
/// the invisible ones that reorder or hide text are shown as escapes.
/// </summary>
internal static class Printable
{
    public static string Of(string? text)
    {
        if (text is null) return "-";
        if (!text.EnumerateRunes().Any(NeedsEscape)) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!NeedsEscape(rune)) escaped.Append(rune.ToString());
            else if (rune.IsBmp) escaped.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else escaped.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }

        return escaped.ToString();
    }

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
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
