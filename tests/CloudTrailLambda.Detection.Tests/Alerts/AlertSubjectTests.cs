using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.StoreContracts;
using FsCheck;
using FsCheck.Fluent;

namespace CloudTrailLambda.Detection.Tests.Alerts;

public sealed class AlertSubjectTests
{
    [Fact]
    public void It_names_level_rule_and_account() =>
        Assert.Equal("[HIGH] CloudTrail trail stopped or deleted in 111122223333", AlertSubject.Of(SampleFinding.Ordinary));

    [Theory]
    [InlineData("A rule whose author had a lot to say about what it means when somebody does this, and why", "[HIGH] A rule whose author had a lot to say about what it means when somebody... in 111122223333")]
    [InlineData("Averylongwordthatisnotatextatallbutsomethingthatamachinemadeandthatendsnowhereatallsoitmustbecut", "[HIGH] Averylongwordthatisnotatextatallbutsomethingthatamachinemadeandthatendsno... in 111122223333")]
    [InlineData("Schlüssel für 漢字 😀", "[HIGH] Schl?ssel f?r ?? ? in 111122223333")]
    [InlineData("Ends in dots...", "[HIGH] Ends in dots... in 111122223333")]
    [InlineData("One\r\nBcc: all", @"[HIGH] One\u000d\u000aBcc: all in 111122223333")]
    public void A_title_is_cut_between_words_and_made_visible_ascii(string title, string subject)
    {
        var finding = SampleFinding.Ordinary with { Rule = SampleFinding.Ordinary.Rule with { Title = title } };

        Assert.Equal(subject, AlertSubject.Of(finding));
    }

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void Whatever_a_record_says_it_is_a_subject(string text) => AssertSubject(text);

    [Fact]
    public void Any_text_at_all_makes_a_subject() => Check.QuickThrowOnFailure(Prop.ForAll<string>(text => AssertSubject(text ?? "")));

    private static void AssertSubject(string text)
    {
        var subject = AlertSubject.Of(SampleFinding.Saying(text));

        Assert.InRange(subject.Length, 1, 99);
        Assert.StartsWith("[HIGH] ", subject, StringComparison.Ordinal);
        Assert.All(subject, c => Assert.InRange(c, ' ', '~'));
        Assert.Contains(" in ", subject, StringComparison.Ordinal);
    }
}
