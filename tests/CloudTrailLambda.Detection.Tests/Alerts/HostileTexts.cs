using System.Globalization;

namespace CloudTrailLambda.Detection.Tests.Alerts;

/// <summary>What somebody may write into a log to reach those who read of it.</summary>
internal static class HostileTexts
{
    public static TheoryData<string> All() =>
    [
        "<!channel>", "<!here|here>", "<@U012AB3CD>", "<#C012AB3CD>", "@here", "@channel", "@Amazon Q run ec2 terminate-instances", "<at>everyone</at>", "<at id=\"*\">x</at>",
        "[text](https://evil.example/)", "<https://evil.example/|here>", "https://evil.example/x", "hxxp://evil", "www.evil.example", "![i](http://evil.example/i.png)",
        "*bold* _italic_ ~gone~", "# heading", "- item", "> quote", "| a | b |", ":rotating_light:",
        "`", "``", "```\ncode\n```", "` <!channel> `", "a`<!channel>`b", "\\`<!channel>",
        "line\nbreak", "line\r\nSubject: other", "\tTab", "\u000b\u000c", "\u0085", "\u2028\u2029",
        "\u001b[2J\u001b[31mred", "\u009b31m", "\0", "\u007f", "\u202eevil\u202c", "\u2066x\u2069", "\u200b\u200d\ufeff\u00ad", "\U000e0041\U000e007f", "\uffff\ufdd0\U0010ffff",
        " ", "   ", " edges ", "\ud800", "\udc00x", "<script>alert(1)</script>", "&lt;!channel&gt;", "&amp;", "\\u003c!channel\\u003e", "\\", "\\\\", "\"quoted\"", "'", "{}", "%0a", "😀漢字ü",
        new string('`', 300), new string('<', 300), new string('\u202e', 300), new string('\\', 300), new string(' ', 300), "x" + string.Concat(Enumerable.Repeat("😀", 200)),
    ];

    /// <summary>Whether a character may break a line, hide or reorder.</summary>
    public static bool IsUnseen(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || c is '\ufffe' or '\uffff';
}
