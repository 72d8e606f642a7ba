using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Cli.Tests.Findings;

public sealed class FindingModelTests
{
    private static readonly FindingWindow Window = FindingWindow.Containing(Sample.Noon, FindingWindow.DefaultLength);

    [Fact]
    public void The_id_of_a_key_never_changes()
    {
        var key = new FindingKey("rule-a", "111122223333", new FindingGroup(new GroupField("actor", "ada")), Window);

        // Findings that exist would be made a second time under another id.
        Assert.Equal("f7c637705d780d324832ee8ccf9dd1a9", key.ToId().ToString());
    }

    [Fact]
    public void Keys_that_differ_in_anything_differ_in_their_id()
    {
        static FindingGroup Group(params GroupField[] fields) => new(fields);
        FindingKey[] keys =
        [
            new("ab", "c", Group(), Window),
            new("a", "bc", Group(), Window),
            new("ab", "c", Group(new GroupField("f", "v")), Window),
            new("ab", "c", Group(new GroupField("fv", "")), Window),
            new("ab", "c", Group(new GroupField("f", Value: null), new GroupField("v", Value: null)), Window),
            new("ab", "c", Group(new GroupField("f", ""), new GroupField("v", Value: null)), Window),
            new("ab", "c", Group(new GroupField("v", Value: null), new GroupField("f", "")), Window),
            new("ab", "c", Group(), new FindingWindow(Window.Start, TimeSpan.FromHours(2))),
            new("ab", "c", Group(), new FindingWindow(Window.Start.AddHours(1), Window.Length)),
            new("ab", "c", Group(new GroupField("f", new string('x', 5000) + "1")), Window),
            new("ab", "c", Group(new GroupField("f", new string('x', 5000) + "2")), Window),
            new("ab", new string('1', 5000) + "1", Group(), Window),
            new("ab", new string('1', 5000) + "2", Group(), Window),
        ];

        Assert.All(keys, key => Assert.InRange(key.AccountId.Length, 1, FindingLimits.MaxTextLength));
        Assert.Equal(keys.Length, keys.Select(key => key.ToId()).Distinct().Count());
    }

    [Theory]
    [InlineData("2024-05-17T12:59:59.999Z", 60, "2024-05-17T12:00:00Z")]
    [InlineData("2024-05-17T13:00:00Z", 60, "2024-05-17T13:00:00Z")]
    [InlineData("2024-05-17T15:30:00+02:00", 60, "2024-05-17T13:00:00Z")]
    [InlineData("2024-05-17T23:00:00Z", 1440, "2024-05-17T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59Z", 60, "1969-12-31T23:00:00Z")]
    public void A_window_starts_at_a_multiple_of_its_length(string instant, int minutes, string start)
    {
        var window = FindingWindow.Containing(Time(instant), TimeSpan.FromMinutes(minutes));

        Assert.Equal(Time(start), window.Start);
        Assert.Equal(TimeSpan.FromMinutes(minutes), window.End - window.Start);
    }

    [Fact]
    public void A_window_without_length_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FindingWindow.Containing(Sample.Noon, TimeSpan.Zero));

    [Fact]
    public void The_earliest_and_latest_instants_have_windows()
    {
        Assert.Equal(DateTimeOffset.MinValue, FindingWindow.Containing(DateTimeOffset.MinValue, TimeSpan.FromDays(7)).Start);
        Assert.InRange(FindingWindow.Containing(DateTimeOffset.MaxValue, TimeSpan.FromDays(7)).End, Sample.Noon, DateTimeOffset.MaxValue);
    }

    [Fact]
    public void Long_texts_of_an_event_are_cut_but_long_ids_stay_different()
    {
        var longText = new string('x', FindingLimits.MaxTextLength - 1) + "\U0001F600";

        var one = Sample.Event(longText + "1", actor: longText, name: longText);
        var other = Sample.Event(longText + "2");

        Assert.Equal(longText[..(FindingLimits.MaxTextLength - 1)], one.Actor);
        Assert.NotEqual(one.EventId, other.EventId, StringComparer.Ordinal);
        Assert.InRange(one.EventId.Length, 1, FindingLimits.MaxTextLength);
    }

    [Fact]
    public void Event_time_is_kept_in_utc_and_milliseconds()
    {
        var @event = Sample.Event("e1", new DateTimeOffset(2024, 5, 17, 14, 0, 0, 7, TimeSpan.FromHours(2)).AddTicks(9));

        Assert.Equal(Sample.Noon.AddMilliseconds(7).Ticks, @event.EventTime.Ticks);
    }

    [Fact]
    public void A_match_whose_key_is_of_another_rule_is_refused() =>
        Assert.Throws<ArgumentException>(
            () => new FindingMatch(new FindingKey("rule-b", "1", new FindingGroup(), Window), Sample.Rule("rule-a"), Sample.Event("e1")));

    [Fact]
    public void A_group_of_too_many_fields_is_refused() =>
        Assert.Throws<ArgumentException>(() => new FindingGroup(new GroupField[FindingLimits.MaxGroupFields + 1]));

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    public void What_is_not_an_id_is_refused(string text) => Assert.Throws<ArgumentException>(() => new FindingId(text));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
