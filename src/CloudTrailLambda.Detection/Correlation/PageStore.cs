namespace CloudTrailLambda.Detection.Correlation;

/// <summary>Changes pages of a state until each change has seen what everybody else wrote.</summary>
internal sealed class PageStore(ICorrelationState state, TimeProvider clock)
{
    /// <summary>
    /// Attempts at one page that others keep changing. With the pauses between them they last up to twenty seconds; each round lets one
    /// of those who compete through.
    /// </summary>
    private const int MaxAttempts = 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(2);

    /// <summary>Reads ranges as they are now.</summary>
    public Task<IReadOnlyList<IReadOnlyList<StatePage>>> ReadAsync(IReadOnlyList<StateRange> ranges, CancellationToken cancellationToken) =>
        ranges.Count == 0
            ? Task.FromResult<IReadOnlyList<IReadOnlyList<StatePage>>>([])
            : state.ReadAsync(ranges, cancellationToken);

    /// <summary>Changes pages. Each change is told what is on its page now, and asked again if somebody else was faster.</summary>
    /// <exception cref="CorrelationStateException">The state fails, or others change a page all the time.</exception>
    public async Task ChangeAsync(IReadOnlyList<PageChange> changes, CancellationToken cancellationToken)
    {
        var left = changes;
        for (var attempt = 1; left.Count > 0; attempt++)
        {
            if (attempt > MaxAttempts) throw Contended(left[0]);
            if (attempt > 1) await Task.Delay(Pause(attempt), clock, cancellationToken);
            var pages = await ReadAsync([.. left.Select(change => new StateRange(change.Series, change.Key, change.Key))], cancellationToken);
            var writes = new List<(PageChange Change, StateWrite Write)>(left.Count);
            for (var i = 0; i < left.Count; i++)
            {
                var page = pages[i].Count == 0 ? null : pages[i][0];
                var changed = left[i].Apply(page?.Content);
                // The version that the page has if nobody else is faster, which the write will tell.
                left[i].AppliedVersion = (page?.Version ?? 0) + (changed is null ? 0 : 1);
                if (changed is not null) writes.Add((left[i], new StateWrite(left[i].Series, left[i].Key, page?.Version ?? 0, changed.Content, changed.ExpiresAt)));
            }

            if (writes.Count == 0) return;
            var isDone = await state.WriteAsync([.. writes.Select(pair => pair.Write)], cancellationToken);
            left = [.. writes.Where((_, i) => !isDone[i]).Select(pair => pair.Change)];
        }
    }

    // Jitter, so that those who met once do not meet again.
    private static TimeSpan Pause(int attempt)
    {
        var longest = Math.Min(MaxPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, attempt - 2));
        return TimeSpan.FromMilliseconds(longest * (0.5 + (0.5 * Random.Shared.NextDouble())));
    }

    private static CorrelationStateException Contended(PageChange change) => new(
        $"Page {change.Key} of the correlation series {change.Series} was changed by others {MaxAttempts} times in a row. "
        + "Read the log object again: what is kept already stays and is not counted twice.");
}

/// <summary>One change of one page.</summary>
/// <param name="Series">The series.</param>
/// <param name="Key">The page's number.</param>
/// <param name="Apply">Makes of the content, null when there is none, the new one; null when nothing needs to change.</param>
internal sealed record PageChange(string Series, long Key, Func<ReadOnlyMemory<byte>?, NewContent?> Apply)
{
    /// <summary>The page's version after the change.</summary>
    public long AppliedVersion { get; set; }
}

/// <summary>What is to stand on a page, and until when.</summary>
internal sealed record NewContent(ReadOnlyMemory<byte> Content, DateTimeOffset ExpiresAt);
