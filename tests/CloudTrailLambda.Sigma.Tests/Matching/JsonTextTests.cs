using System.Text;
using System.Text.Json;
using CloudTrailLambda.Sigma.Matching;
using FsCheck;
using FsCheck.Fluent;

namespace CloudTrailLambda.Sigma.Tests.Matching;

public sealed class JsonTextTests
{
    [Fact]
    public void Unescaping_gives_what_the_platform_gives()
    {
        var encodings = new[] { JsonSerializerOptions.Default, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping } };
        Check.QuickThrowOnFailure(Prop.ForAll<string>(text =>
        {
            var whole = string.Concat((text ?? "").EnumerateRunes().Select(rune => rune.ToString()));
            return encodings.All(options => Unescape(JsonSerializer.Serialize(whole, options)[1..^1]) == whole)
                && Unescape(string.Concat(whole.Select(c => $"\\u{(int)c:x4}"))) == whole;
        }));
    }

    [Theory]
    [InlineData(@"\""\\\/\b\f\n\r\t", "\"\\/\b\f\n\r\t")]
    [InlineData(@"\u00e9\u00E9", "éé")]
    [InlineData(@"\ud83d\ude00", "😀")]
    [InlineData(@"\ud83d", "\uFFFD")]
    [InlineData(@"\ude00", "\uFFFD")]
    [InlineData(@"\ud83dx", "\uFFFDx")]
    [InlineData(@"\ud83d\n", "\uFFFD\n")]
    [InlineData(@"\ud83d\u0041", "\uFFFDA")]
    [InlineData(@"\ud83d\ud83d\ude00", "\uFFFD😀")]
    [InlineData(@"\ude00\ud83d", "\uFFFD\uFFFD")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void Halves_of_pairs_become_the_replacement_character(string escaped, string expected) => Assert.Equal(expected, Unescape(escaped));

    private static string Unescape(string escaped)
    {
        var bytes = Encoding.UTF8.GetBytes(escaped);
        var destination = new byte[bytes.Length];
        return Encoding.UTF8.GetString(destination, 0, JsonText.Unescape(bytes, destination));
    }
}
