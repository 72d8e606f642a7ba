using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Tests.Parsing;

public sealed class TextPatternTests
{
    // Literals in brackets, so that a star of the text and a star of the pattern differ.
    [Theory]
    [InlineData(@"plain", "[plain]")]
    [InlineData(@"", "")]
    [InlineData(@"*", "*")]
    [InlineData(@"a*b", "[a]*[b]")]
    [InlineData(@"a?b", "[a]?[b]")]
    [InlineData(@"**a**", "*[a]*")]
    [InlineData(@"??", "??")]
    [InlineData(@"\*", "[*]")]
    [InlineData(@"\?", "[?]")]
    [InlineData(@"\\*", @"[\]*")]
    [InlineData(@"\\\*", @"[\*]")]
    [InlineData(@"\\\\*", @"[\\]*")]
    [InlineData(@"\\", @"[\]")]
    [InlineData(@"\", @"[\]")]
    [InlineData(@"a\", @"[a\]")]
    [InlineData(@"C:\Windows\*", @"[C:\Windows*]")]
    [InlineData(@"C:\Windows\\*", @"[C:\Windows\]*")]
    [InlineData(@"\\server\share", @"[\server\share]")]
    [InlineData(@"\n", @"[\n]")]
    public void Escapes_are_read_as_the_specification_says(string written, string expected)
    {
        var parts = TextPattern.Parse(written).Parts.Select(part => part switch
        {
            PatternPart.Literal literal => $"[{literal.Text}]",
            PatternPart.AnyOne => "?",
            _ => "*",
        });

        Assert.Equal(expected, string.Concat(parts));
    }

    [Fact]
    public void Patterns_that_ask_the_same_are_equal()
    {
        Assert.Equal(TextPattern.Parse("a**b"), TextPattern.Parse("a*b"));
        Assert.Equal(TextPattern.Parse("a*b").GetHashCode(), TextPattern.Parse("a**b").GetHashCode());
        Assert.NotEqual(TextPattern.Parse(@"a\*b"), TextPattern.Parse("a*b"));
        Assert.Equal(TextPattern.Parse("*a*"), TextPattern.Parse("a").Surround(before: true, after: true));
        Assert.True(TextPattern.Parse("").Surround(before: true, after: true).IsAnything);
    }
}
