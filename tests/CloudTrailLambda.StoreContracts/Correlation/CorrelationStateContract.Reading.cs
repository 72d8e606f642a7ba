using System.Globalization;
using CloudTrailLambda.Detection.Correlation;

namespace CloudTrailLambda.StoreContracts.Correlation;

public abstract partial class CorrelationStateContract
{
    [Fact]
    public async Task What_was_never_written_is_not_there()
    {
        var state = await CreateAsync();

        Assert.Equal([[], []], await ReadManyAsync(state, All(), new StateRange(Series, 5, 5) { Latest = 1 }));
        Assert.Empty(await ReadManyAsync(state));
        Assert.Empty(await WriteAsync(state));
    }

    [Fact]
    public async Task What_was_written_is_read()
    {
        var state = await CreateAsync();

        Assert.Equal([true], await WriteAsync(state, Page(7, "seven")));

        Assert.Equal(["7 v1 seven"], await ReadAsync(state, All()));
    }

    [Fact]
    public async Task Pages_come_in_the_order_of_their_keys_whatever_the_keys_are()
    {
        var state = await CreateAsync();
        long[] keys = [10, long.MaxValue, -1, 0, long.MinValue, 9, -1_000_000_000_000, long.MaxValue - 1, 1, long.MinValue + 1];

        Assert.DoesNotContain(false, await WriteAsync(state, [.. keys.Select(key => Page(key, "x"))]));

        Assert.Equal(keys.Order().Select(Shown), await ReadAsync(state, All()));
        Assert.Equal([Shown(long.MinValue)], await ReadAsync(state, new StateRange(Series, long.MinValue, long.MinValue)));
        Assert.Equal([Shown(long.MaxValue)], await ReadAsync(state, new StateRange(Series, long.MaxValue, long.MaxValue)));

        static string Shown(long key) => string.Create(CultureInfo.InvariantCulture, $"{key} v1 x");
    }

    [Fact]
    public async Task A_range_includes_both_of_its_ends()
    {
        var state = await CreateAsync();
        await WriteAsync(state, [.. Enumerable.Range(-5, 11).Select(key => Page(key, "x"))]);

        Assert.Equal(["-2 v1 x", "-1 v1 x", "0 v1 x", "1 v1 x"], await ReadAsync(state, new StateRange(Series, -2, 1)));
        Assert.Equal(["3 v1 x"], await ReadAsync(state, new StateRange(Series, 3, 3)));
        Assert.Empty(await ReadAsync(state, new StateRange(Series, 6, 100)));
        Assert.Empty(await ReadAsync(state, new StateRange(Series, 1, -2)));
    }

    [Fact]
    public async Task The_latest_are_those_with_the_highest_keys_in_ascending_order()
    {
        var state = await CreateAsync();
        await WriteAsync(state, [.. Enumerable.Range(0, 10).Select(key => Page(key, "x"))]);

        Assert.Equal(["4 v1 x", "5 v1 x", "6 v1 x"], await ReadAsync(state, new StateRange(Series, 2, 6) { Latest = 3 }));
        Assert.Equal(["9 v1 x"], await ReadAsync(state, All() with { Latest = 1 }));
        Assert.Equal(10, (await ReadAsync(state, All() with { Latest = 11 })).Length);
        Assert.Empty(await ReadAsync(state, All() with { Latest = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => All() with { Latest = -1 });
    }

    [Fact]
    public async Task Ranges_are_answered_in_their_order_and_may_overlap()
    {
        var state = await CreateAsync();
        await WriteAsync(state, [.. Enumerable.Range(0, 6).Select(key => Page(key, "x"))]);

        var read = await ReadManyAsync(
            state, new StateRange(Series, 3, 5), new StateRange(Series, 0, 3), new StateRange(Series, 3, 3), new StateRange("other", 0, 9), new StateRange(Series, 3, 5));

        Assert.Equal([["3 v1 x", "4 v1 x", "5 v1 x"], ["0 v1 x", "1 v1 x", "2 v1 x", "3 v1 x"], ["3 v1 x"], [], ["3 v1 x", "4 v1 x", "5 v1 x"]], read);
    }

    [Fact]
    public async Task Series_are_kept_apart_whatever_their_names_are()
    {
        var state = await CreateAsync();
        // The longest name and its beginning, other capitals, and what a file name or a pattern would take for something else.
        string[] names = [new('a', StatePage.MaxSeriesLength), new('a', StatePage.MaxSeriesLength - 1), "A", "a", "a:", "a:b", "a-b", "0", "00", ":"];

        Assert.DoesNotContain(false, await WriteAsync(state, [.. names.Select((name, number) => Page(1, $"page of {number}", series: name))]));

        Assert.Equal(names.Select((_, number) => (string[])[$"1 v1 page of {number}"]), await ReadManyAsync(state, [.. names.Select(All)]));
    }

    [Fact]
    public void A_name_that_is_empty_or_too_long_is_refused()
    {
        foreach (var name in (string[])["", new('a', StatePage.MaxSeriesLength + 1)])
        {
            Assert.ThrowsAny<ArgumentException>(() => All(name));
            Assert.ThrowsAny<ArgumentException>(() => Page(1, "x", series: name));
            Assert.ThrowsAny<ArgumentException>(() => All() with { Series = name });
        }
    }

    [Fact]
    public async Task Who_cancels_reads_nothing()
    {
        var state = await CreateAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => state.ReadAsync([All()], new CancellationToken(canceled: true)));
    }
}
