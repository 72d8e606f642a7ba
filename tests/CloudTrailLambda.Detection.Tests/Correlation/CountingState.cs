using CloudTrailLambda.Detection.Correlation;

namespace CloudTrailLambda.Detection.Tests.Correlation;

/// <summary>Counts what a state is asked for.</summary>
internal sealed class CountingState(ICorrelationState state) : ICorrelationState
{
    public int Reads { get; private set; }

    public int PagesRead { get; private set; }

    public long BytesRead { get; private set; }

    public int Writes { get; private set; }

    public int LargestWrite { get; private set; }

    public async Task<IReadOnlyList<IReadOnlyList<StatePage>>> ReadAsync(IReadOnlyList<StateRange> ranges, CancellationToken cancellationToken)
    {
        var read = await state.ReadAsync(ranges, cancellationToken);
        Reads += ranges.Count;
        PagesRead += read.Sum(pages => pages.Count);
        BytesRead += read.Sum(pages => pages.Sum(page => (long)page.Content.Length));
        return read;
    }

    public Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken)
    {
        Writes += writes.Count;
        LargestWrite = Math.Max(LargestWrite, writes.Max(write => write.Content.Length));
        return state.WriteAsync(writes, cancellationToken);
    }

    public void Reset() => (Reads, PagesRead, BytesRead, Writes, LargestWrite) = (0, 0, 0, 0, 0);
}
