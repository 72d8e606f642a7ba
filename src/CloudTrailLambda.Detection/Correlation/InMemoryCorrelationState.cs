using System.Runtime.InteropServices;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>A state that lasts as long as the process.</summary>
/// <param name="clock">Tells when pages have expired.</param>
public sealed class InMemoryCorrelationState(TimeProvider clock) : ICorrelationState
{
    private readonly Dictionary<string, SortedList<long, Kept>> _series = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public Task<IReadOnlyList<IReadOnlyList<StatePage>>> ReadAsync(IReadOnlyList<StateRange> ranges, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        lock (_gate) return Task.FromResult<IReadOnlyList<IReadOnlyList<StatePage>>>(ranges.Select(range => Read(range, now)).ToArray());
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        lock (_gate) return Task.FromResult<IReadOnlyList<bool>>(writes.Select(write => TryWrite(write, now)).ToArray());
    }

    private StatePage[] Read(StateRange range, long now)
    {
        if (!_series.TryGetValue(range.Series, out var pages)) return [];
        var found = pages.Where(pair => pair.Key >= range.First && pair.Key <= range.Last && pair.Value.ExpiresAt > now)
            .Select(pair => new StatePage(pair.Key, pair.Value.Version, pair.Value.Content));
        return range.Latest is { } latest ? found.TakeLast(latest).ToArray() : found.ToArray();
    }

    private bool TryWrite(StateWrite write, long now)
    {
        if (!_series.TryGetValue(write.Series, out var pages)) _series.Add(write.Series, pages = []);
        var isThere = pages.TryGetValue(write.Key, out var kept) && kept.ExpiresAt > now;
        if ((isThere ? kept.Version : 0) != write.SeenVersion) return false;
        pages[write.Key] = new Kept(write.SeenVersion + 1, write.Content.ToArray(), write.ExpiresAtSeconds);
        return true;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Kept(long Version, byte[] Content, long ExpiresAt);
}
