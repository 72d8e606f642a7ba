using System.Text;
using CloudTrailLambda.Detection.Correlation;

namespace CloudTrailLambda.StoreContracts.Correlation;

/// <summary>What every correlation state does. A state's own tests derive from this class and say how to make one.</summary>
public abstract partial class CorrelationStateContract : IAsyncLifetime
{
    protected const string Series = "brute-force:7f3a";

    protected ManualClock Clock { get; } = new();

    /// <summary>A state without pages; it is ended by <see cref="DisposeAsync"/>.</summary>
    protected abstract ValueTask<ICorrelationState> CreateAsync();

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A page that lasts for an hour.</summary>
    protected StateWrite Page(long key, string text, long seen = 0, string series = Series, TimeSpan? lasts = null) =>
        new(series, key, seen, Encoding.UTF8.GetBytes(text), Clock.Now + (lasts ?? TimeSpan.FromHours(1)));

    protected static StateRange All(string series = Series) => new(series, long.MinValue, long.MaxValue);

    protected static Task<IReadOnlyList<bool>> WriteAsync(ICorrelationState state, params StateWrite[] writes) =>
        state.WriteAsync(writes, CancellationToken.None);

    /// <summary>The pages of one range, each as <c>key v1 text</c>.</summary>
    protected static async Task<string[]> ReadAsync(ICorrelationState state, StateRange range) => (await ReadManyAsync(state, range))[0];

    /// <summary>The pages of some ranges, each as <c>key v1 text</c>.</summary>
    protected static async Task<string[][]> ReadManyAsync(ICorrelationState state, params StateRange[] ranges)
    {
        var read = await state.ReadAsync(ranges, CancellationToken.None);
        return [.. read.Select(pages => pages.Select(page => $"{page.Key} v{page.Version} {Encoding.UTF8.GetString(page.Content.Span)}").ToArray())];
    }
}
