using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>
/// Correlates in one piece: observations are collected while records are read, and evaluated at the end, when everything has arrived.
/// What correlates in pieces and keeps a state between them must come to the same. Observing is thread-safe.
/// </summary>
/// <param name="correlations">The correlations, each after those that feed it.</param>
/// <param name="ruleCount">Number of rules that inputs count in.</param>
public sealed class InMemoryCorrelations(IReadOnlyList<SigmaCorrelation> correlations, int ruleCount)
{
    private const char Separator = ObservationPlan.Separator;

    private readonly ObservationPlan _plan = new(correlations, ruleCount);
    private readonly Dictionary<string, List<Observation>>[] _groups =
        correlations.Select(_ => new Dictionary<string, List<Observation>>(StringComparer.Ordinal)).ToArray();

    private readonly Lock _gate = new();

    /// <summary>Whether matches of the rule feed a correlation.</summary>
    public bool IsWatched(int rule) => _plan.IsWatched(rule);

    /// <summary>Takes one match in. A record without one of the group-by fields belongs to no group and is left out.</summary>
    /// <param name="rule">The rule that matched.</param>
    /// <param name="time">Event time.</param>
    /// <param name="eventId">Event id.</param>
    /// <param name="valuesOf">All values of a field path in the record.</param>
    public void Observe(int rule, DateTimeOffset time, string eventId, Func<string, IReadOnlyList<string>> valuesOf)
    {
        var observed = _plan.Observe(rule, time, eventId, valuesOf).ToArray();
        lock (_gate)
        {
            foreach (var each in observed) Add(each);
        }
    }

    /// <summary>Evaluates everything that was observed, inner correlations before outer ones.</summary>
    /// <returns>Pairs of an index into the correlations and what was fulfilled, by correlation, group and time.</returns>
    public IReadOnlyList<(int Correlation, Fulfilment Fulfilment)> Evaluate()
    {
        var results = new List<(int, Fulfilment)>();
        for (var c = 0; c < correlations.Count; c++)
        {
            foreach (var (key, observations) in _groups[c].OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                var group = correlations[c].GroupBy.Zip(key.Split(Separator), KeyValuePair.Create).ToArray();
                var fulfilments = correlations[c].Type == CorrelationType.NewValue
                    ? NewValueEvaluator.Evaluate(correlations[c], group, observations)
                    : WindowEvaluator.Evaluate(correlations[c], group, observations);
                foreach (var fulfilment in fulfilments)
                {
                    results.Add((c, fulfilment));
                    if (_plan.FeedsOthers(c)) Feed(c, fulfilment);
                }
            }
        }

        return results;
    }

    // A fulfilled correlation is an event for those that name it, at each moment at which one of its windows ends.
    private void Feed(int source, Fulfilment fulfilment)
    {
        var known = fulfilment.Group.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var window in fulfilment.Windows)
        {
            var end = window.WindowEnds[^1];
            var eventId = $"{correlations[source].Header.Title}{Separator}{string.Join(Separator, known.Values)}@{end:O}";
            IReadOnlyList<string> ValuesOf(string field) => known.TryGetValue(field, out var value) ? [value] : window.Context.GetValueOrDefault(field) ?? [];
            foreach (var each in _plan.Feed(source, end, eventId, ValuesOf, window)) Add(each);
        }
    }

    private void Add(GroupedObservation observed)
    {
        var groups = _groups[observed.Correlation];
        if (!groups.TryGetValue(observed.Group, out var observations)) groups.Add(observed.Group, observations = []);
        observations.Add(observed.Observation);
    }
}
