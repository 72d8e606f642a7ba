using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.StoreContracts;
using FsCheck;
using FsCheck.Fluent;

namespace CloudTrailLambda.Detection.Tests.Alerts;

public sealed class AlertProseTests
{
    private static readonly int Lines = AlertProse.Of(SampleFinding.Saying("x"), SampleRunbook.Saying("x"), "findings").Count(c => c == '\n');

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void Whatever_a_record_or_a_rule_says_stays_in_its_line(string text) => AssertInert(text);

    [Fact]
    public void Any_text_at_all_stays_in_its_line() => Check.QuickThrowOnFailure(Prop.ForAll<string>(text => AssertInert("x" + text)));

    [Fact]
    public void What_cannot_be_seen_is_shown() =>
        Assert.Contains("\nWho:         \\u001b[31m\\u202eevil\\u000a\\U000e0041\n", AlertProse.Of(SampleFinding.Saying("\u001b[31m\u202eevil\n\U000e0041"), [], null), StringComparison.Ordinal);

    [Fact]
    public void A_link_is_none()
    {
        var prose = AlertProse.Of(SampleFinding.Saying("https://evil.example"), ["See https://evil.example"], null);

        Assert.Contains("Who:         https:\\u002f/evil.example\n", prose, StringComparison.Ordinal);
        Assert.Contains("  1. See https:\\u002f/evil.example\n", prose, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_texts_are_cut_and_not_in_the_middle_of_a_character()
    {
        var line = AlertProse.Of(SampleFinding.Saying("x" + string.Concat(Enumerable.Repeat("😀", 200))), [], null).Split('\n').Single(line => line.StartsWith("Who:", StringComparison.Ordinal));

        Assert.Equal("Who:         x" + string.Concat(Enumerable.Repeat("😀", 127)) + "…", line);
    }

    [Fact]
    public void Values_that_are_not_named_are_told()
    {
        var many = SampleFinding.Largest("x");

        Assert.Contains("             and more\n", AlertProse.Of(many, [], null), StringComparison.Ordinal);
        Assert.DoesNotContain("and more", AlertProse.Of(SampleFinding.Ordinary, SampleRunbook.Ordinary, null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_without_a_runbook_asks_for_nothing() =>
        Assert.DoesNotContain("What to do", AlertProse.Of(SampleFinding.Ordinary, [], null), StringComparison.Ordinal);

    [Fact]
    public void Of_a_long_runbook_eight_steps_are_told_each_on_one_line()
    {
        var lines = AlertProse.Of(SampleFinding.Ordinary, SampleRunbook.Largest("😀"), null).Split('\n');

        var steps = lines.SkipWhile(line => line != "What to do:").Skip(1).TakeWhile(line => line.Length > 0).ToArray();
        Assert.Equal([.. Enumerable.Range(1, 8).Select(number => $"  {number}. {string.Concat(Enumerable.Repeat("😀", 127))}…"), "  and more"], steps);
        Assert.DoesNotContain("and more", AlertProse.Of(SampleFinding.Ordinary, [.. SampleRunbook.Largest("x").Take(8)], null), StringComparison.Ordinal);
    }

    private static void AssertInert(string text)
    {
        var prose = AlertProse.Of(SampleFinding.Saying(text), SampleRunbook.Saying(text), "findings");

        Assert.Equal(Lines, prose.Count(c => c == '\n'));
        Assert.DoesNotContain(prose, c => c != '\n' && HostileTexts.IsUnseen(c));
        Assert.DoesNotContain("://", prose, StringComparison.Ordinal);
        Assert.All(prose.Split('\n'), line => Assert.InRange(line.Length, 0, 280));
    }
}
