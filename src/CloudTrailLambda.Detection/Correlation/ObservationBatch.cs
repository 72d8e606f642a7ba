using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>What a run has observed and not yet correlated, by correlation and group. Thread-safe.</summary>
internal sealed class ObservationBatch
{
    private readonly Dictionary<(int Correlation, string Group), List<KeptObservation>> _groups = [];
    private readonly Lock _gate = new();
    private int _count;
    private bool _isClosed;

    /// <summary>Observations in it.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds what a record showed; false when the batch is closed.</summary>
    public bool TryAdd(in GroupedObservation observed, ObservedEvent @event)
    {
        var kept = new KeptObservation(observed.Observation, @event, innerSeries: null);
        lock (_gate)
        {
            if (!_isClosed) Add(observed.Correlation, observed.Group, kept);
            return !_isClosed;
        }
    }

    /// <summary>Adds what an inner correlation found.</summary>
    public void Feed(int correlation, string group, KeptObservation observation)
    {
        lock (_gate) Add(correlation, group, observation);
    }

    /// <summary>From now on, only correlations add to it.</summary>
    public void Close()
    {
        lock (_gate) _isClosed = true;
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

    private void Add(int correlation, string group, KeptObservation observation)
    {
        if (!_groups.TryGetValue((correlation, group), out var observations)) _groups.Add((correlation, group), observations = []);
        observations.Add(observation);
        _count++;
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
            else if (sorted[i].Event is { } copy) sorted[kept - 1].Event?.AddCopy(copy);
        }

        sorted.RemoveRange(kept, sorted.Count - kept);
        return sorted;
    }
}
