using System.Text.Json;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Detection.Tests.Alerts;

public sealed class AlertDocumentTests
{
    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void Whatever_a_record_or_a_rule_says_is_one_line_of_ascii_and_comes_out_again(string text)
    {
        var document = AlertDocument.Of(SampleFinding.Saying(text), [text]);

        Assert.All(document, c => Assert.InRange(c, ' ', '~'));
        Assert.DoesNotContain('<', document);
        var root = JsonDocument.Parse(document).RootElement;
        var actor = root.GetProperty("actor").GetString()!;
        Assert.Equal(actor, Assert.Single(root.GetProperty("runbook").EnumerateArray()).GetString());
        var expected = string.Concat(text.EnumerateRunes());
        if (expected.Length <= 256) Assert.Equal(expected, actor);
        else Assert.True(actor.Length is 255 or 256 && actor[^1] == '…' && expected.StartsWith(actor[..^1], StringComparison.Ordinal), actor);
    }

    [Fact]
    public void The_runbook_is_a_list_that_is_empty_without_one_and_bounded_with_a_long_one()
    {
        Assert.Empty(Steps([]));
        Assert.Equal(SampleRunbook.Ordinary, Steps(SampleRunbook.Ordinary));
        Assert.Equal(Enumerable.Repeat(new string('x', 255) + "…", 8), Steps(SampleRunbook.Largest("x")));
    }

    [Theory]
    [InlineData("111122223333", "111122223333")]
    [InlineData("c5f9a0f1-6a0c-4d53-9a7e-3b9d9d1b7f10", "c5f9a0f1-6a0c-4d53-9a7e-3b9d9d1b7f10")]
    [InlineData("ü\n<x>", @"?\u000a<x>")]
    public void Attributes_are_visible_ascii_and_ordinary_ones_stay_as_they_are(string text, string attribute) => Assert.Equal(attribute, AlertAttribute.Of(text));

    private static IEnumerable<string?> Steps(IReadOnlyList<string> runbook) =>
        JsonDocument.Parse(AlertDocument.Of(SampleFinding.Ordinary, runbook)).RootElement.GetProperty("runbook").EnumerateArray().Select(step => step.GetString());
}
