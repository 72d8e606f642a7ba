using CloudTrailLambda.Detection.Correlation;

namespace CloudTrailLambda.StoreContracts.Correlation;

public abstract partial class CorrelationStateContract
{
    [Fact]
    public async Task A_page_that_has_expired_is_not_there()
    {
        var state = await CreateAsync();
        await WriteAsync(state, Page(1, "short", lasts: TimeSpan.FromMinutes(1)), Page(2, "long"), Page(3, "short", lasts: TimeSpan.FromMinutes(1)));

        Clock.Now += TimeSpan.FromSeconds(59);
        Assert.Equal(3, (await ReadAsync(state, All())).Length);
        Clock.Now += TimeSpan.FromSeconds(1);

        Assert.Equal(["2 v1 long"], await ReadAsync(state, All()));
    }

    [Fact]
    public async Task Pages_that_have_expired_do_not_count_among_the_latest()
    {
        var state = await CreateAsync();
        await WriteAsync(state, [.. Enumerable.Range(0, 40).Select(key => Page(key, "x", lasts: TimeSpan.FromMinutes(key is 3 or 7 ? 60 : 1)))]);

        Clock.Now += TimeSpan.FromMinutes(1);

        Assert.Equal([["7 v1 x"], ["3 v1 x", "7 v1 x"]], await ReadManyAsync(state, All() with { Latest = 1 }, All() with { Latest = 3 }));
    }

    [Fact]
    public async Task A_page_that_has_expired_is_written_like_one_that_never_was()
    {
        var state = await CreateAsync();
        await WriteAsync(state, Page(1, "old", lasts: TimeSpan.FromMinutes(1)));
        await WriteAsync(state, Page(1, "older", seen: 1, lasts: TimeSpan.FromMinutes(1)));
        Clock.Now += TimeSpan.FromMinutes(1);

        Assert.Equal([false], await WriteAsync(state, Page(1, "too late", seen: 2)));
        Assert.Equal([true], await WriteAsync(state, Page(1, "new")));

        Assert.Equal(["1 v1 new"], await ReadAsync(state, All()));
        Assert.Equal([false], await WriteAsync(state, Page(1, "too late")));
    }

    [Fact]
    public async Task Each_write_says_anew_how_long_the_page_lasts()
    {
        var state = await CreateAsync();
        await WriteAsync(state, Page(1, "longer", lasts: TimeSpan.FromMinutes(1)), Page(2, "shorter"));
        await WriteAsync(state, Page(1, "longer", seen: 1), Page(2, "shorter", seen: 1, lasts: TimeSpan.FromMinutes(1)));

        Clock.Now += TimeSpan.FromMinutes(1);

        Assert.Equal(["1 v2 longer"], await ReadAsync(state, All()));
    }

    [Fact]
    public async Task A_part_of_a_second_is_kept_as_a_whole_one()
    {
        var state = await CreateAsync();
        await WriteAsync(state, Page(1, "x", lasts: TimeSpan.FromTicks(1)));

        Clock.Now += TimeSpan.FromMilliseconds(999);
        Assert.Equal(["1 v1 x"], await ReadAsync(state, All()));
        Clock.Now += TimeSpan.FromMilliseconds(1);

        Assert.Empty(await ReadAsync(state, All()));
    }

    [Fact]
    public async Task A_page_may_last_for_ever_or_not_at_all()
    {
        var state = await CreateAsync();

        Assert.Equal(
            [true, true],
            await WriteAsync(state, Page(1, "x") with { ExpiresAt = DateTimeOffset.MaxValue }, Page(2, "x") with { ExpiresAt = DateTimeOffset.UnixEpoch }));

        Assert.Equal(["1 v1 x"], await ReadAsync(state, All()));
    }
}
