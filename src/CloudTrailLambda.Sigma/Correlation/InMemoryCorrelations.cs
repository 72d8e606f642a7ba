using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>
/// Correlates what was matched in one run: observations are collected while records are read, and evaluated at the end,
/// when everything has arrived. Observing is thread-safe.
/// </summary>
public sealed class InMemoryCorrelations
{
    /// <summary>More combinations of group values in one record than this are cut off: a record with 64 instances still counts for each.</summary>
    private const int MaxCombinations = 256;

    // Values are joined with a character that no log writes, so that ("a","bc") and ("ab","c") stay apart.
    internal const char Separator = '\u001f';

    private readonly IReadOnlyList<SigmaCorrelation> _correlations;
    private readonly (int Correlation, int Input)[][] _byRule;
    private readonly Dictionary<string, List<Observation>>[] _groups;
    private readonly string[][] _contextPaths;
    private readonly Lock _gate = new();

    /// <summary>Starts empty.</summary>
    /// <param name="correlations">The correlations, each after those that feed it.</param>
    /// <param name="ruleCount">Number of rules that inputs count in.</param>
    public InMemoryCorrelations(IReadOnlyList<SigmaCorrelation> correlations, int ruleCount)
    {
        _correlations = correlations;
        _groups = correlations.Select(_ => new Dictionary<string, List<Observation>>(StringComparer.Ordinal)).ToArray();
        var byRule = Enumerable.Range(0, ruleCount).Select(_ => new List<(int, int)>()).ToArray();
        for (var c = 0; c < correlations.Count; c++)
        {
            for (var input = 0; input < correlations[c].Inputs.Count; input++)
            {
                if (!correlations[c].Inputs[input].IsCorrelation) byRule[correlations[c].Inputs[input].Index].Add((c, input));
            }
        }

        _contextPaths = ContextPaths(correlations);
        _byRule = byRule.Select(list => list.ToArray()).ToArray();
    }

    /// <summary>Whether matches of the rule feed a correlation.</summary>
    public bool IsWatched(int rule) => _byRule[rule].Length > 0;

    /// <summary>Takes one match in. A record without one of the group-by fields belongs to no group and is left out.</summary>
    /// <param name="rule">The rule that matched.</param>
    /// <param name="time">Event time.</param>
    /// <param name="eventId">Event id.</param>
    /// <param name="valuesOf">All values of a field path in the record.</param>
    public void Observe(int rule, DateTimeOffset time, string eventId, Func<string, IReadOnlyList<string>> valuesOf)
    {
        foreach (var (index, input) in _byRule[rule])
        {
            var correlation = _correlations[index];
            var groups = Combinations(correlation.GroupBy, correlation, input, valuesOf);
            var values = Values(correlation, input, valuesOf);
            var context = Context(index, valuesOf);
            lock (_gate)
            {
                foreach (var group in groups)
                {
                    for (var i = 0; i < values.Length; i++) Add(index, group!, new Observation(time, eventId, input, values[i], context) { Ordinal = i });
                }
            }
        }
    }

    /// <summary>Evaluates everything that was observed, inner correlations before outer ones.</summary>
    /// <returns>Pairs of an index into the correlations and what was fulfilled, by correlation, group and time.</returns>
    public IReadOnlyList<(int Correlation, Fulfilment Fulfilment)> Evaluate()
    {
        var results = new List<(int, Fulfilment)>();
        for (var c = 0; c < _correlations.Count; c++)
        {
            foreach (var (key, observations) in _groups[c].OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                var group = _correlations[c].GroupBy.Zip(key.Split(Separator), KeyValuePair.Create).ToArray();
                var fulfilments = _correlations[c].Type == CorrelationType.NewValue
                    ? NewValueEvaluator.Evaluate(_correlations[c], group, observations)
                    : WindowEvaluator.Evaluate(_correlations[c], group, observations);
                foreach (var fulfilment in fulfilments)
                {
                    results.Add((c, fulfilment));
                    Feed(c, fulfilment);
                }
            }
        }

        return results;
    }

    // A fulfilled correlation is an event for those that name it, at each moment at which one of its windows ends.
    private void Feed(int source, Fulfilment fulfilment)
    {
        for (var c = source + 1; c < _correlations.Count; c++)
        {
            for (var input = 0; input < _correlations[c].Inputs.Count; input++)
            {
                if (_correlations[c].Inputs[input] is not { IsCorrelation: true } reference || reference.Index != source) continue;
                foreach (var window in fulfilment.Windows) Feed(source, window, c, input);
            }
        }
    }

    private void Feed(int source, Fulfilment window, int target, int input)
    {
        var known = window.Group.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var end = window.WindowEnds[^1];
        var eventId = $"{_correlations[source].Header.Title}{Separator}{string.Join(Separator, known.Values)}@{end:O}";
        IReadOnlyList<string> ValuesOf(string field) =>
            known.TryGetValue(field, out var value) ? [value] : window.Context.GetValueOrDefault(field) ?? [];
        var values = Values(_correlations[target], input, ValuesOf);
        foreach (var group in Combinations(_correlations[target].GroupBy, _correlations[target], input, ValuesOf))
        {
            foreach (var value in values) Add(target, group!, new Observation(end, eventId, input, value, Context: null, window));
        }
    }

    // The outer correlation groups by, and computes with, fields of its own; where the inner one does not group by them, the events must say.
    private static string[][] ContextPaths(IReadOnlyList<SigmaCorrelation> correlations)
    {
        var paths = correlations.Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        for (var outer = correlations.Count - 1; outer >= 0; outer--)
        {
            for (var input = 0; input < correlations[outer].Inputs.Count; input++)
            {
                if (correlations[outer].Inputs[input] is not { IsCorrelation: true } inner) continue;
                paths[inner.Index].UnionWith(correlations[outer].GroupBy.Concat(correlations[outer].Fields).Select(name => correlations[outer].Resolve(name, input)));
                paths[inner.Index].UnionWith(paths[outer]);
            }
        }

        return paths.Select((set, i) => set.Except(correlations[i].GroupBy, StringComparer.Ordinal).ToArray()).ToArray();
    }

    private Dictionary<string, IReadOnlyList<string>>? Context(int correlation, Func<string, IReadOnlyList<string>> valuesOf) =>
        _contextPaths[correlation].Length == 0 ? null : _contextPaths[correlation].ToDictionary(path => path, valuesOf, StringComparer.Ordinal);

    // Distinct where values are counted; where numbers are added up, two equal ones in one record are two.
    private static string?[] Values(SigmaCorrelation correlation, int input, Func<string, IReadOnlyList<string>> valuesOf) => correlation.Type switch
    {
        CorrelationType.EventCount or CorrelationType.Temporal or CorrelationType.TemporalOrdered => [null],
        CorrelationType.ValueCount => [.. Combinations(correlation.Fields, correlation, input, valuesOf).DefaultIfEmpty(null)],
        CorrelationType.NewValue => Combinations(correlation.Fields, correlation, input, valuesOf),
        _ => [.. valuesOf(correlation.Resolve(correlation.Fields[0], input)).DefaultIfEmpty(null)],
    };

    private void Add(int correlation, string group, Observation observation)
    {
        if (!_groups[correlation].TryGetValue(group, out var observations)) _groups[correlation].Add(group, observations = []);
        observations.Add(observation);
    }

    private static string?[] Combinations(
        IReadOnlyList<string> names, SigmaCorrelation correlation, int input, Func<string, IReadOnlyList<string>> valuesOf)
    {
        var values = new IReadOnlyList<string>[names.Count];
        for (var i = 0; i < values.Length; i++) values[i] = valuesOf(correlation.Resolve(names[i], input));
        // Nearly always each field has one value.
        if (Array.TrueForAll(values, each => each.Count == 1)) return [string.Join(Separator, values.Select(each => each[0]))];
        IEnumerable<string?> combinations = [null];
        foreach (var each in values)
        {
            var distinct = each.Distinct(StringComparer.Ordinal).ToArray();
            combinations = combinations.SelectMany(head => distinct.Select(value => head is null ? value : head + Separator + value));
        }

        return combinations.Take(MaxCombinations).ToArray();
    }
}
