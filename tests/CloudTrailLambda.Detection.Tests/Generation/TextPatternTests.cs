using System.Text;
using CloudTrailLambda.Benchmarks.Generation;
using CloudTrailLambda.Benchmarks.Generation.Templates;
using CloudTrailLambda.Benchmarks.Generation.Traffic;

namespace CloudTrailLambda.Detection.Tests.Generation;

public sealed class TextPatternTests
{
    private static readonly DateTime Noon = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("<accuont>")]
    [InlineData("<octal 8>")]
    [InlineData("<hex>")]
    [InlineData("a <hex 8")]
    public void An_unknown_or_open_placeholder_is_refused(string text) =>
        Assert.Throws<FormatException>(() => new TextPattern(text));

    [Theory]
    [InlineData("plain", "^plain$")]
    [InlineData("arn:aws:iam::<account>:role/<role>", "^arn:aws:iam::111122223333:role/reader$")]
    [InlineData("<region>/<time>", "^eu-west-1/2026-03-02T12:00:00Z$")]
    [InlineData("<stamp> <day>", "^20260302T1200Z 2026/03/02$")]
    [InlineData("<date>", "^Mar 2, 2026, 12:00:00 PM$")]
    [InlineData("i-0<hex 16>", "^i-0[0-9a-f]{16}$")]
    [InlineData("<uuid>", "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    [InlineData("<int 5 7>", "^[5-7]$")]
    [InlineData("<pick a|b>", "^[ab]$")]
    public void Placeholders_are_filled_in(string text, string expected) =>
        Assert.Matches(expected, Fill(Context(seed: 1), text));

    [Fact]
    public void A_pooled_value_and_a_choice_are_the_same_throughout_a_record()
    {
        var text = Fill(Context(seed: 2), "<uuid of 9>|<uuid of 9>|<pick a|b|c|d>|<pick a|b|c|d>").Split('|');

        Assert.Equal(text[0], text[1]);
        Assert.Equal(text[2], text[3]);
    }

    [Fact]
    public void A_fresh_value_differs_every_time()
    {
        var text = Fill(Context(seed: 3), "<uuid>|<uuid>").Split('|');

        Assert.NotEqual(text[0], text[1], StringComparer.Ordinal);
    }

    [Fact]
    public void A_session_keeps_its_values_for_an_hour_and_a_role_for_good()
    {
        const string Pattern = "<base32 16 per session>|<base32 17 per role>";
        var context = Context(seed: 4);
        var first = Fill(context, Pattern).Split('|');
        Begin(context, Noon.AddMinutes(20));
        var soon = Fill(context, Pattern).Split('|');
        Begin(context, Noon.AddHours(2));
        var later = Fill(context, Pattern).Split('|');

        Assert.Equal(first, soon);
        Assert.NotEqual(first[0], later[0], StringComparer.Ordinal);
        Assert.Equal(first[1], later[1]);
    }

    private static RecordContext Context(ulong seed)
    {
        var context = new RecordContext(new SplitMix64(seed), new Place("111122223333", "eu-west-1"));
        Begin(context, Noon);
        return context;
    }

    private static void Begin(RecordContext context, DateTime time) =>
        context.Begin(context.Place, new Actor(null, "address", "agent", "reader"), slot: 0, time);

    private static string Fill(RecordContext context, string text) => Encoding.UTF8.GetString(new TextPattern(text).Fill(context));
}
