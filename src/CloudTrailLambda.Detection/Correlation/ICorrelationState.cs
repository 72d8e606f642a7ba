namespace CloudTrailLambda.Detection.Correlation;

/// <summary>
/// What correlations remember between log objects, runs and processes: numbered pages of bytes, in series. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A state knows nothing of what is on its pages. It keeps two promises, and correlating rests on them: a read sees every write that
/// was completed before it began, and a page is only replaced by somebody who has seen what is on it.
/// </remarks>
public interface ICorrelationState
{
    /// <summary>Reads pages as they are now. Pages that have expired are not there.</summary>
    /// <param name="ranges">Any number of ranges; one may overlap another.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>For each range, in their order, its pages by ascending key.</returns>
    /// <exception cref="CorrelationStateException">The state cannot be read.</exception>
    Task<IReadOnlyList<IReadOnlyList<StatePage>>> ReadAsync(IReadOnlyList<StateRange> ranges, CancellationToken cancellationToken);

    /// <summary>Writes pages, each by itself and only if it still is what was read.</summary>
    /// <param name="writes">Any number of writes, no two to the same page.</param>
    /// <param name="cancellationToken">Ends the writing; some pages may have been written by then.</param>
    /// <returns>For each write, in their order, whether it was done; false when somebody else was faster.</returns>
    /// <exception cref="CorrelationStateException">The state cannot be written, or not all of it.</exception>
    Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken);
}
