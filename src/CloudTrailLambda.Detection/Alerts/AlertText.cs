using System.Text;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Alerts;

/// <summary>
/// Texts of findings and rules on their way into alerts. Whoever wrote the log record or the rule chose them, so that nothing in them may
/// do anything: break a line, hide or reorder what stands beside it, call people, link, mark up. Each comes out short and on one line.
/// </summary>
internal static class AlertText
{
    /// <summary>UTF-16 code units of one text in an alert, its escapes included.</summary>
    public const int MaxLength = 256;

    /// <summary>Steps of a runbook in an alert: as many of the longest as fit into a message beside the largest finding.</summary>
    public const int MaxSteps = 8;

    private const string Nothing = "(none)";
    private const string Ellipsis = "…";

    /// <summary>As it is, but short: for JSON, which escapes by itself.</summary>
    public static string Data(string text, int maxLength = MaxLength) => Build(text, maxLength, Ellipsis, static rune => rune.ToString());

    /// <summary>For plain text that people read, such as mail, whose readers make links of whatever looks like one.</summary>
    public static string Prose(string? text) =>
        string.IsNullOrEmpty(text) ? Nothing : Build(text.Replace("://", @":\u002f/", StringComparison.Ordinal), MaxLength, Ellipsis, PrintableText.Of);

    /// <summary>
    /// For Markdown in its dialects, as a code span, in which mentions, links and marks are letters. Nothing inside can end the span, and
    /// no blank stands at its edges, where some dialects would not see a span.
    /// </summary>
    public static string Code(string? text, int maxLength = MaxLength)
    {
        var inside = string.IsNullOrEmpty(text) ? Nothing : Build(text, maxLength, Ellipsis, InCode);
        if (inside[0] == ' ') inside = @"\u0020" + inside[1..];
        if (inside[^1] == ' ') inside = inside[..^1] + @"\u0020";
        return $"`{inside}`";
    }

    /// <summary>For headers of messages: ASCII that can be seen. What is no ASCII letter is a question mark, what cannot be seen an escape.</summary>
    public static string Ascii(string text, int maxLength) => Build(text, maxLength, "...", static rune =>
        PrintableText.Of(rune) is var printable && System.Text.Ascii.IsValid(printable) ? printable : "?");

    private static string InCode(Rune rune) => rune.Value switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '`' => PrintableText.Escape(rune),
        _ => PrintableText.Of(rune),
    };

    // Cut between pieces, so that neither an escape nor a surrogate pair is halved.
    private static string Build(string text, int maxLength, string ellipsis, Func<Rune, string> piece)
    {
        var built = new StringBuilder(Math.Min(text.Length, maxLength) + 16);
        var beforeEllipsis = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            built.Append(piece(rune));
            if (built.Length <= maxLength - ellipsis.Length) beforeEllipsis = built.Length;
            if (built.Length > maxLength) return built.ToString(0, beforeEllipsis) + ellipsis;
        }

        return built.ToString();
    }
}
