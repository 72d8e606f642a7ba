namespace CloudTrailLambda.Detection.Findings;

/// <summary>The beginning of an id fits several findings.</summary>
public sealed class AmbiguousFindingIdException : Exception
{
    /// <summary>Takes what was asked for and some of the findings that fit.</summary>
    public AmbiguousFindingIdException(string prefix, IReadOnlyList<FindingId> candidates)
        : base($"Several findings begin with {prefix}: {string.Join(", ", candidates)}. Give more digits.")
    {
        Prefix = prefix;
        Candidates = candidates;
    }

    /// <summary>What was asked for, in lower case.</summary>
    public string Prefix { get; }

    /// <summary>The first findings that fit, by id, at most <see cref="FindingIdPrefix.MaxCandidates"/>.</summary>
    public IReadOnlyList<FindingId> Candidates { get; }
}
