using CloudTrailLambda.Detection.Correlation;

namespace CloudTrailLambda.StoreContracts.Correlation;

/// <summary>What every correlation state does that outlives the process.</summary>
public abstract class DurableCorrelationStateContract : CorrelationStateContract
{
    /// <summary>How a fault names the place of the state that was made last.</summary>
    protected abstract string Place { get; }

    /// <summary>Another one over the pages of the state that was made last, as another process would have it.</summary>
    protected abstract ValueTask<ICorrelationState> OpenAnotherAsync();

    /// <summary>Takes the pages away from the state that was made last, for good.</summary>
    protected abstract ValueTask BreakAsync();

    [Fact]
    public async Task What_one_wrote_the_other_reads_at_once()
    {
        var one = await CreateAsync();
        var other = await OpenAnotherAsync();

        for (var version = 0; version < 20; version++)
        {
            var (writer, reader) = version % 2 == 0 ? (one, other) : (other, one);
            Assert.Equal([true], await WriteAsync(writer, Page(1, $"text {version}", seen: version)));
            Assert.Equal([$"1 v{version + 1} text {version}"], await ReadAsync(reader, All()));
            Assert.Equal([false], await WriteAsync(reader, Page(1, "too late", seen: version)));
        }
    }

    [Fact]
    public async Task Of_two_who_write_the_same_page_at_once_one_is_faster()
    {
        const int Rounds = 50;
        var one = await CreateAsync();
        var other = await OpenAnotherAsync();
        StateWrite[] Writes(string who) => [.. Enumerable.Range(0, Rounds).Select(key => Page(key, who))];

        var results = await Task.WhenAll(Task.Run(() => WriteAsync(one, Writes("one"))), Task.Run(() => WriteAsync(other, Writes("other"))));

        var read = await ReadAsync(one, All());
        Assert.Equal(Enumerable.Range(0, Rounds).Select(key => $"{key} v1 {(results[0][key] ? "one" : "other")}"), read);
        Assert.All(results[0].Zip(results[1]), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public async Task A_state_that_cannot_be_used_says_where_it_is_and_why()
    {
        var state = await CreateAsync();
        await WriteAsync(state, Page(1, "x"));

        await BreakAsync();

        foreach (var act in (Func<Task>[])[() => WriteAsync(state, Page(2, "y")), () => ReadAsync(state, All())])
        {
            var fault = await Assert.ThrowsAsync<CorrelationStateException>(act);
            Assert.Contains(Place, fault.Message, StringComparison.Ordinal);
            Assert.NotNull(fault.InnerException);
        }
    }
}
