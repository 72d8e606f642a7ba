using System.Globalization;
using System.Text;
using CloudTrailLambda.Detection.Correlation;

namespace CloudTrailLambda.StoreContracts.Correlation;

public abstract partial class CorrelationStateContract
{
    [Fact]
    public async Task Each_write_counts_the_version_up()
    {
        var state = await CreateAsync();

        for (var version = 0; version < 4; version++) Assert.Equal([true], await WriteAsync(state, Page(1, $"text {version}", seen: version)));

        Assert.Equal(["1 v4 text 3"], await ReadAsync(state, All()));
    }

    [Fact]
    public async Task Who_has_not_seen_what_is_on_a_page_does_not_replace_it()
    {
        var state = await CreateAsync();
        await WriteAsync(state, Page(1, "first"));
        await WriteAsync(state, Page(1, "second", seen: 1));

        foreach (var seen in (long[])[0, 1, 3, -1, long.MaxValue])
            Assert.Equal([false], await WriteAsync(state, Page(1, "too late", seen)));
        Assert.Equal([false], await WriteAsync(state, Page(2, "of nothing", seen: 1)));

        Assert.Equal(["1 v2 second"], await ReadAsync(state, All()));
    }

    [Fact]
    public async Task One_write_that_comes_too_late_leaves_the_others_alone()
    {
        var state = await CreateAsync();
        await WriteAsync(state, Page(3, "known"), Page(4, "known"));

        var done = await WriteAsync(
            state, Page(1, "new"), Page(2, "new"), Page(3, "too late"), Page(4, "newer", seen: 1), Page(5, "too late", seen: 8), Page(1, "new", series: "other"));

        Assert.Equal([true, true, false, true, false, true], done);
        Assert.Equal(
            [["1 v1 new", "2 v1 new", "3 v1 known", "4 v2 newer"], ["1 v1 new"]], await ReadManyAsync(state, All(), All("other")));
    }

    [Fact]
    public async Task A_page_may_be_empty_and_as_large_as_is_allowed()
    {
        var state = await CreateAsync();
        var large = new byte[StatePage.MaxContentBytes];
        new Random(1).NextBytes(large);

        Assert.Equal(
            [true, true],
            await WriteAsync(state, Page(1, ""), new StateWrite(Series, 2, 0, large, Clock.Now.AddHours(1))));

        var pages = (await state.ReadAsync([All()], CancellationToken.None))[0];
        Assert.Equal([0, StatePage.MaxContentBytes], pages.Select(page => page.Content.Length));
        Assert.True(pages[1].Content.Span.SequenceEqual(large));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StateWrite(Series, 2, 0, new byte[StatePage.MaxContentBytes + 1], Clock.Now));
    }

    [Fact]
    public async Task Several_large_pages_are_read_at_once()
    {
        var state = await CreateAsync();
        var large = new byte[StatePage.MaxContentBytes];
        for (var key = 0; key < 7; key++)
        {
            large.AsSpan().Fill((byte)key);
            await WriteAsync(state, new StateWrite(Series, key, 0, large, Clock.Now.AddHours(1)));
        }

        var read = await state.ReadAsync([All(), All() with { Latest = 4 }], CancellationToken.None);

        Assert.Equal([0, 1, 2, 3, 4, 5, 6], read[0].Select(page => (int)page.Content.Span[^1]));
        Assert.Equal([3, 4, 5, 6], read[1].Select(page => (int)page.Content.Span[0]));
        Assert.All(read.SelectMany(pages => pages), page => Assert.Equal(StatePage.MaxContentBytes, page.Content.Length));
    }

    [Fact]
    public async Task What_becomes_of_the_buffer_after_a_write_changes_no_page()
    {
        var state = await CreateAsync();
        var buffer = Encoding.UTF8.GetBytes("before");
        await WriteAsync(state, new StateWrite(Series, 1, 0, buffer, Clock.Now.AddHours(1)));

        Array.Clear(buffer);

        Assert.Equal(["1 v1 before"], await ReadAsync(state, All()));
    }

    [Fact]
    public async Task A_thousand_pages_are_written_at_once()
    {
        const int Pages = 1_000;
        var state = await CreateAsync();
        StateWrite[] writes = [.. Enumerable.Range(0, Pages).Select(number => Page(number / 100, $"{number}", series: $"series-{number % 100}"))];

        Assert.Equal(Enumerable.Repeat(true, Pages), await WriteAsync(state, writes));

        var read = await ReadManyAsync(state, [.. Enumerable.Range(0, 100).Select(number => All($"series-{number}"))]);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(series => Enumerable.Range(0, 10).Select(key => $"{key} v1 {(key * 100) + series}").ToArray()), read);
    }

    [Fact]
    public async Task Of_many_who_change_a_page_at_once_nobody_is_lost()
    {
        const int Writers = 8, Changes = 10;
        var state = await CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var change = 0; change < Changes; change++) await IncrementAsync(state);
        })));

        Assert.Equal([$"1 v{Writers * Changes} {Writers * Changes}"], await ReadAsync(state, All()));
    }

    [Fact]
    public async Task Who_cancels_writes_nothing()
    {
        var state = await CreateAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => state.WriteAsync([Page(1, "x")], new CancellationToken(canceled: true)));

        Assert.Empty(await ReadAsync(state, All()));
    }

    private async Task IncrementAsync(ICorrelationState state)
    {
        while (true)
        {
            var page = (await state.ReadAsync([new StateRange(Series, 1, 1)], CancellationToken.None))[0].SingleOrDefault();
            var count = page is null ? 0 : int.Parse(page.Content.Span, CultureInfo.InvariantCulture);
            if ((await WriteAsync(state, Page(1, $"{count + 1}", seen: page?.Version ?? 0)))[0]) return;
        }
    }
}
