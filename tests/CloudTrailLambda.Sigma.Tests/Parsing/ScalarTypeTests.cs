using CloudTrailLambda.Sigma.Parsing;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Tests.Parsing;

public sealed class ScalarTypeTests
{
    // Named as text, for the type is internal.
    [Theory]
    [InlineData("Null", "", "~", "null", "Null", "NULL")]
    [InlineData("Boolean", "true", "True", "TRUE", "false", "False", "FALSE")]
    [InlineData("Number", "0", "-1", "+1", "1.5", ".5", "1.", "1e3", "1E-3", "007", "-0.0e+1")]
    [InlineData("Text", "nUll", "tRue", "yes", "No", "on", "OFF", "12:30", "0x1F", "0o17", "1_000", ".", "-", "+", "e3", ".inf", ".nan", "2026-10-14", "1.2.3", "١")]
    public void Plain_scalars_have_the_type_that_yaml_1_2_gives_them(string type, params string[] scalars)
    {
        Assert.All(scalars, scalar => Assert.Equal(type, CoreSchema.TypeOf(scalar, isPlain: true).ToString()));
        Assert.All(scalars, scalar => Assert.Equal(ScalarType.Text, CoreSchema.TypeOf(scalar, isPlain: false)));
    }

    [Theory]
    [InlineData("1s", 1)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("24h", 86_400)]
    [InlineData("7d", 604_800)]
    [InlineData("3650d", 315_360_000)]
    [InlineData("87600h", 315_360_000)]
    public void A_timespan_is_a_number_and_a_letter(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), TimespanParser.Parse(text));

    [Theory]
    [InlineData("", "5", "m", "0m", "-5m", "+5m", "5 m", " 5m", "5m ", "5M", "5D", "5w", "1.5h", "1h30m", "PT5M", "3651d", "87601h")]
    [InlineData("2147483647s", "2147483647m", "2147483647h", "2147483647d", "2147483648s", "99999999999999999999h")]
    public void Anything_else_is_no_timespan(params string[] texts) => Assert.All(texts, text => Assert.Null(TimespanParser.Parse(text)));
}
