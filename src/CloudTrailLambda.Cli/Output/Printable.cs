using System.Globalization;
using System.Text;

namespace CloudTrailLambda.Cli.Output;

/// <summary>
/// Text from log records is data: whoever wrote the record must not steer the reader's terminal. Control characters and
/// the invisible ones that reorder text are shown as escapes.
/// </summary>
internal static class Printable
{
    public static string Of(string? text)
    {
        if (text is null) return "-";
        if (!text.Any(NeedsEscape)) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (NeedsEscape(c)) escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static bool NeedsEscape(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
