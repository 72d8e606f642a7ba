using System.Text;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Parsing;

namespace CloudTrailLambda.Sigma.Tests.Parsing;

public sealed class TextTransformTests
{
    [Fact]
    public void Base64offset_finds_the_text_wherever_it_lies_in_a_longer_one()
    {
        var random = new Random(1);
        for (var length = 3; length < 40; length++)
        {
            var text = string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(' ', '~')));
            var variants = Variants(text, "base64offset");
            for (var before = 0; before < 7; before++)
            {
                var surrounded = new byte[before + length + random.Next(7)];
                random.NextBytes(surrounded);
                Encoding.ASCII.GetBytes(text).CopyTo(surrounded, before);
                Assert.Contains(variants[before % 3], Convert.ToBase64String(surrounded), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public void Base64offset_refuses_what_is_too_short_to_leave_a_trace(string text) =>
        Assert.Throws<FormatException>(() => Variants(text, "base64offset"));

    [Theory]
    [InlineData("base64", "ping", "cGluZw==")]
    [InlineData("base64", "é", "w6k=")]
    [InlineData("wide base64", "ping", "cABpAG4AZwA=")]
    [InlineData("utf16le base64", "ping", "cABpAG4AZwA=")]
    [InlineData("utf16be base64", "ping", "AHAAaQBuAGc=")]
    [InlineData("utf16 base64", "ping", "//5wAGkAbgBnAA==")]
    public void Encodings_are_those_of_the_specification(string transforms, string text, string encoded) =>
        Assert.Equal([encoded], Variants(text, transforms));

    [Theory]
    [InlineData("base64")]
    [InlineData("base64offset")]
    public void A_value_with_wildcards_cannot_be_encoded(string transform) =>
        Assert.Throws<FormatException>(() => TextTransforms.Apply(TextPattern.Parse("a*b"), [transform]));

    [Theory]
    [InlineData("-f", "-f /f –f —f ―f")]
    [InlineData("/f", "-f /f –f —f ―f")]
    [InlineData("a-b", "a-b")]
    [InlineData("-", "-")]
    [InlineData("cmd", "cmd")]
    public void Windash_spells_the_dash_of_an_option_in_five_ways(string text, string spellings) =>
        Assert.Equal(spellings.Split(' '), Variants(text, "windash"));

    [Fact]
    public void Windash_combines_the_dashes_of_several_options()
    {
        var variants = Variants("x -a -b", "windash");

        Assert.Equal(25, variants.Distinct().Count());
        Assert.Contains("x /a –b", variants);
        Assert.Throws<FormatException>(() => Variants("-a -b -c -d -e", "windash"));
    }

    private static string[] Variants(string text, string transforms) =>
        TextTransforms.Apply(TextPattern.Exactly(text), transforms.Split(' ')).Select(pattern => TextTransforms.Finish(pattern).Literal!).ToArray();
}
