using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>What a run has observed and not yet correlated, by correlation and group. Thread-safe.</summary>
internal sealed class ObservationBatch
{
    private readonly Dictionary<int, Dictionary<string, List<KeptObservation>>> _groups = [];
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
            return _groups.Where(pair => correlations(pair.Key)).OrderBy(pair => pair.Key)
                .SelectMany(pair => pair.Value.OrderBy(group => group.Key, StringComparer.Ordinal), (pair, group) => new ObservedGroup(pair.Key, group.Key, Observations.Once(group.Value)))
                .ToArray();
        }
    }

    private void Add(int correlation, string group, KeptObservation observation)
    {
        if (!_groups.TryGetValue(correlation, out var groups)) _groups.Add(correlation, groups = new(StringComparer.Ordinal));
        if (!groups.TryGetValue(group, out var observations)) groups.Add(group, observations = []);
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

    /// <summary>Each once, by time; the list that was given, if it is so already.</summary>
    public static List<KeptObservation> Once(IEnumerable<KeptObservation> observations)
    {
        // Logs are nearly in order, and a group's share of one is often wholly so.
        if (observations is List<KeptObservation> list && IsAscending(list)) return list;
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

    private static bool IsAscending(List<KeptObservation> observations)
    {
        for (var i = 1; i < observations.Count; i++)
        {
            if (Observation.CompareByTime(observations[i - 1], observations[i]) >= 0) return false;
        }

        return true;
    }
}
