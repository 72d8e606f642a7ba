namespace CloudTrailLambda.Detection.Findings;

/// <summary>Where findings are kept. Safe for concurrent use.</summary>
/// <remarks>
/// What a store says depends on the set of log objects that were added, not on their order, their repetition or on who added them at
/// the same time. <see cref="FindingTally"/> says precisely what that means for the count.
/// </remarks>
public interface IFindingStore
{
    /// <summary>Adds what one log object's matches amount to, all of it or nothing. Adding the same again changes nothing.</summary>
    /// <param name="logObject">
    /// The object's name, the same at every delivery: bucket, key and version, or a file's path. All of an object's matches belong in
    /// one call; who must split a huge object splits it at the same places each time and gives each part its own name.
    /// </param>
    /// <param name="matches">The matches, in any order.</param>
    /// <param name="cancellationToken">Leaves the store as it was.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="FindingStoreException">The store cannot be written.</exception>
    Task<StoreOutcome> AddAsync(string logObject, IReadOnlyList<FindingMatch> matches, CancellationToken cancellationToken);

    /// <summary>Lists findings: most severe first, then latest event first, then by id.</summary>
    /// <exception cref="FindingStoreException">The store cannot be read.</exception>
    IAsyncEnumerable<Finding> ListAsync(FindingQuery query, CancellationToken cancellationToken);

    /// <summary>Reads findings by their ids, as they are now; those that are not there are left out.</summary>
    /// <returns>The findings, in no particular order.</returns>
    /// <exception cref="FindingStoreException">The store cannot be read.</exception>
    IAsyncEnumerable<Finding> ReadAsync(IReadOnlyCollection<FindingId> ids, CancellationToken cancellationToken);

    /// <summary>One finding with its events; null if there is none.</summary>
    /// <param name="idOrPrefix">The id, or its first digits, at least <see cref="FindingIdPrefix.MinLength"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">It cannot be an id.</exception>
    /// <exception cref="AmbiguousFindingIdException">Several findings begin so.</exception>
    /// <exception cref="FindingStoreException">The store cannot be read.</exception>
    Task<FindingDetail?> FindAsync(string idOrPrefix, CancellationToken cancellationToken);
}
