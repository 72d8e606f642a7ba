using System.Text.Json;
using System.Text.RegularExpressions;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;
using FsCheck;
using FsCheck.Fluent;

namespace CloudTrailLambda.Detection.Tests.Alerts;

public sealed partial class ChatNotificationTests
{
    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void Whatever_a_record_or_a_rule_says_stays_in_a_code_span(string text) => AssertInert(SampleFinding.Saying(text), SampleRunbook.Saying(text));

    [Fact]
    public void Any_text_at_all_stays_in_a_code_span() => Check.QuickThrowOnFailure(Prop.ForAll<string>(text => AssertInert(SampleFinding.Saying(text ?? ""), SampleRunbook.Saying(text ?? ""))));

    [Theory]
    [InlineData("x")]
    [InlineData("`")]
    [InlineData("<")]
    [InlineData("\u202e")]
    [InlineData("😀")]
    public void The_largest_finding_fits_into_what_a_chat_shows(string character)
    {
        var finding = SampleFinding.Largest(character);

        AssertInert(finding, SampleRunbook.Largest(character));
        Assert.InRange(Content(finding).GetProperty("description").GetString()!.Length, 500, 3_000);
        Assert.InRange(Content(finding).GetProperty("title").GetString()!.Length, 1, 500);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("<")]
    [InlineData("\u202e")]
    [InlineData("😀")]
    public void Of_the_longest_runbook_eight_steps_fit_into_what_a_chat_shows(string character)
    {
        var steps = NextSteps(SampleRunbook.Largest(character), table: new string('t', 255));

        Assert.Equal(10, steps.Length);
        Assert.All(steps[..8], step => Assert.Matches("^`[^`]{245,255}…`\\z", step));
        Assert.Equal("and more", steps[8]);
        Assert.StartsWith("Look at it: `", steps[9], StringComparison.Ordinal);
        Assert.InRange(string.Join("\n1. ", steps).Length, 2_200, 3_000);
    }

    [Fact]
    public void What_to_do_comes_before_where_to_look()
    {
        var look = $"Look at it: `trail findings show {SampleFinding.Ordinary.Id} --table findings`";

        Assert.Equal([.. SampleRunbook.Ordinary.Select(step => $"`{step}`"), look], NextSteps(SampleRunbook.Ordinary));
        Assert.Equal([look], NextSteps([]));
        Assert.Equal(["`&lt;!channel&gt;`", look], NextSteps(["<!channel>"]));
    }

    [Theory]
    [InlineData("<!channel>", "`&lt;!channel&gt;`")]
    [InlineData("a`b", @"`a\u0060b`")]
    [InlineData(" a ", @"`\u0020a\u0020`")]
    [InlineData(" ", @"`\u0020`")]
    [InlineData("&lt;", "`&amp;lt;`")]
    [InlineData("\n\u202e", @"`\u000a\u202e`")]
    [InlineData("", "`(none)`")]
    public void A_value_is_shown_as_it_is(string text, string shown) =>
        Assert.StartsWith($"Who: {shown}\n", Content(SampleFinding.Saying(text)).GetProperty("description").GetString(), StringComparison.Ordinal);

    [Fact]
    public void Only_plain_words_become_keywords()
    {
        Assert.Equal(["high", "T1562.008", "defense-evasion"], Content(SampleFinding.Ordinary).GetProperty("keywords").EnumerateArray().Select(keyword => keyword.GetString()));
        Assert.Equal(["high"], Content(SampleFinding.Saying("<!channel>")).GetProperty("keywords").EnumerateArray().Select(keyword => keyword.GetString()));
    }

    private static string[] NextSteps(IReadOnlyList<string> runbook, string table = "findings") =>
        [.. Content(SampleFinding.Ordinary, runbook, table).GetProperty("nextSteps").EnumerateArray().Select(step => step.GetString()!)];

    private static JsonElement Content(Finding finding, IReadOnlyList<string>? runbook = null, string table = "findings") =>
        JsonDocument.Parse(ChatNotification.Of(finding, runbook ?? [], table)).RootElement.GetProperty("content");

    private static void AssertInert(Finding finding, IReadOnlyList<string> runbook)
    {
        var notification = ChatNotification.Of(finding, runbook, "findings");
        Assert.DoesNotContain(notification, HostileTexts.IsUnseen);
        var texts = Texts(JsonDocument.Parse(notification).RootElement).ToArray();
        Assert.NotEmpty(texts);
        foreach (var text in texts)
        {
            // Between the code spans there is nothing but the words of this product.
            Assert.Matches(@"^[A-Za-z0-9 ,:()\[\].…\n_-]*\z", CodeSpan().Replace(text, ""));
            foreach (Match span in CodeSpan().Matches(text))
            {
                Assert.Matches(@"^[^<>\n\r]*\z", Entity().Replace(span.Groups["inside"].Value, ""));
                Assert.DoesNotContain('&', Entity().Replace(span.Groups["inside"].Value, ""));
                Assert.DoesNotMatch("^ | $", span.Groups["inside"].Value);
                Assert.InRange(span.Length, 3, 270);
            }
        }
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Texts(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    [GeneratedRegex("`(?<inside>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex("&(amp|lt|gt);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entity();
}
