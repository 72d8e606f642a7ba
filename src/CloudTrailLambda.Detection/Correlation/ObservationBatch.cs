using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>What a run has observed and not yet correlated, by correlation and group. Thread-safe.</summary>
internal sealed class ObservationBatch
{
    private readonly Dictionary<(int Correlation, string Group), List<KeptObservation>> _groups = [];
    private readonly Lock _gate = new();
    private int _count;

    /// <summary>Observations in it.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(in GroupedObservation observed, ObservedEvent @event) =>
        Add(observed.Correlation, observed.Group, new KeptObservation(observed.Observation, @event, innerSeries: null));

    public void Add(int correlation, string group, KeptObservation observation)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue((correlation, group), out var observations)) _groups.Add((correlation, group), observations = []);
            observations.Add(observation);
            _count++;
        }
    }

    /// <summary>The groups of some correlations, with each observation once, by time.</summary>
    public IReadOnlyList<ObservedGroup> Groups(Func<int, bool> correlations)
    {
        lock (_gate)
        {
            return _groups.Where(pair => correlations(pair.Key.Correlation))
                .Select(pair => new ObservedGroup(pair.Key.Correlation, pair.Key.Group, Observations.Once(pair.Value)))
                .OrderBy(group => group.Correlation).ThenBy(group => group.Group, StringComparer.Ordinal).ToArray();
        }
    }
}

/// <summary>What was observed in one group of one correlation.</summary>
internal sealed record ObservedGroup(int Correlation, string Group, IReadOnlyList<KeptObservation> Observations);

/// <summary>Sets of observations, as sorted lists.</summary>
internal static class Observations
{
    public static readonly Comparer<KeptObservation> ByTime = Comparer<KeptObservation>.Create(Observation.CompareByTime);

    /// <summary>Each once, by time.</summary>
    public static List<KeptObservation> Once(IEnumerable<KeptObservation> observations)
    {
        // Stable: of two that are the same, the first stays.
        var sorted = observations.Order(ByTime).ToList();
        var kept = 0;
        for (var i = 0; i < sorted.Count; i++)
        {
            if (kept == 0 || Observation.CompareByTime(sorted[kept - 1], sorted[i]) != 0) sorted[kept++] = sorted[i];
        }

        sorted.RemoveRange(kept, sorted.Count - kept);
        return sorted;
    }
}
