namespace CloudTrailLambda.Detection.Correlation;

/// <summary>Where correlations keep what they know, and how.</summary>
/// <param name="State">The state.</param>
/// <param name="Clock">Tells when what is kept expires.</param>
public sealed record CorrelationOptions(ICorrelationState State, TimeProvider Clock)
{
    /// <summary>For how long after the first event that the state saw nothing is reported as new: at first everything would be.</summary>
    public TimeSpan QuietStart { get; init; }

    /// <summary>Bounds memory: about 400 bytes each. With more than this, a run correlates what it has and goes on. Only tests choose another number.</summary>
    internal int MaxObservationsInMemory { get; init; } = 250_000;

    /// <summary>Observations that a page keeps whatever they are; only tests choose another number.</summary>
    internal int MaxObservationsOfPage { get; init; } = PageReduction.DefaultMaxObservations;
}
