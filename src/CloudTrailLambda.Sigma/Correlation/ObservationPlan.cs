using System.Runtime.InteropServices;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>
/// How matches become observations: which correlations watch which rule, and in which groups and with which values a match counts.
/// Made once for a rule set; safe for concurrent use.
/// </summary>
public sealed class ObservationPlan
{
    /// <summary>Stands between the values of a group or a tuple: no log writes it, so that ("a","bc") and ("ab","c") stay apart.</summary>
    public const char Separator = '\u001f';

    /// <summary>More combinations of group values in one record than this are cut off: a record with 64 instances still counts for each.</summary>
    private const int MaxCombinations = 256;

    private static readonly string?[] NoFields = [""];
    private static readonly string?[] NoValue = [null];

    private readonly Watcher[][] _byRule;
    private readonly Watcher[][] _byCorrelation;
    private readonly string[][] _contextPaths;

    /// <summary>Looks at what refers to what.</summary>
    /// <param name="correlations">The correlations, each after those that feed it.</param>
    /// <param name="ruleCount">Number of rules that inputs count in.</param>
    public ObservationPlan(IReadOnlyList<SigmaCorrelation> correlations, int ruleCount)
    {
        var byRule = Enumerable.Range(0, ruleCount).Select(_ => new List<Watcher>()).ToArray();
        var byCorrelation = correlations.Select(_ => new List<Watcher>()).ToArray();
        for (var c = 0; c < correlations.Count; c++)
        {
            if (!correlations[c].IsActive) continue;
            for (var input = 0; input < correlations[c].Inputs.Count; input++)
            {
                var (isCorrelation, index) = (correlations[c].Inputs[input].IsCorrelation, correlations[c].Inputs[input].Index);
                (isCorrelation ? byCorrelation : byRule)[index].Add(new Watcher(correlations[c], c, input));
            }
        }

        _contextPaths = ContextPaths(correlations);
        _byRule = byRule.Select(list => list.ToArray()).ToArray();
        _byCorrelation = byCorrelation.Select(list => list.ToArray()).ToArray();
    }

    /// <summary>Whether matches of the rule feed a correlation.</summary>
    public bool IsWatched(int rule) => _byRule[rule].Length > 0;

    /// <summary>Whether another correlation watches this one.</summary>
    public bool FeedsOthers(int correlation) => _byCorrelation[correlation].Length > 0;

    /// <summary>What one match counts as. A record without one of the group-by fields belongs to no group and is left out.</summary>
    /// <param name="rule">The rule that matched.</param>
    /// <param name="time">Event time.</param>
    /// <param name="eventId">Event id.</param>
    /// <param name="valuesOf">All values of a field path in the record.</param>
    public IEnumerable<GroupedObservation> Observe(int rule, DateTimeOffset time, string eventId, Func<string, IReadOnlyList<string>> valuesOf)
    {
        foreach (var watcher in _byRule[rule])
        {
            var values = Values(watcher, valuesOf);
            if (values.Length == 0) continue;
            var context = Context(watcher.Correlation, valuesOf);
            foreach (var group in Combinations(watcher.GroupPaths, valuesOf))
            {
                for (var i = 0; i < values.Length; i++) yield return new GroupedObservation(watcher.Correlation, group!, new Observation(time, eventId, watcher.Input, values[i], context) { Ordinal = i });
            }
        }
    }

    /// <summary>What those ask of a match who watch its rule for new values; <see langword="null"/> when somebody watches it for something else.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The distinct field paths whose values they remember or group by, and for how long.</returns>
    public (IReadOnlyList<string> Paths, IReadOnlyList<TimeSpan> Timespans)? NewValuesOf(int rule)
    {
        var watchers = _byRule[rule];
        if (watchers.Length == 0 || !Array.TrueForAll(watchers, watcher => watcher.Type == CorrelationType.NewValue)) return null;
        return ([.. watchers.SelectMany(watcher => watcher.GroupPaths.Concat(watcher.FieldPaths)).Distinct(StringComparer.Ordinal)], [.. watchers.Select(watcher => watcher.Timespan).Distinct()]);
    }

    /// <summary>What a satisfied window of a correlation counts as for those that watch it: an event at the moment at which it ends.</summary>
    /// <param name="source">The correlation that was satisfied.</param>
    /// <param name="end">The moment.</param>
    /// <param name="eventId">What the window is known by.</param>
    /// <param name="valuesOf">The values of a field: the group's, or what the events say together.</param>
    /// <param name="window">The window, for those who want to know what was behind it.</param>
    public IEnumerable<GroupedObservation> Feed(
        int source, DateTimeOffset end, string eventId, Func<string, IReadOnlyList<string>> valuesOf, Fulfilment? window = null)
    {
        foreach (var watcher in _byCorrelation[source])
        {
            var values = Values(watcher, valuesOf);
            if (values.Length == 0) continue;
            var context = Context(watcher.Correlation, valuesOf);
            foreach (var group in Combinations(watcher.GroupPaths, valuesOf))
            {
                foreach (var value in values) yield return new GroupedObservation(watcher.Correlation, group!, new Observation(end, eventId, watcher.Input, value, context, window));
            }
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
    private static string?[] Values(Watcher watcher, Func<string, IReadOnlyList<string>> valuesOf) => watcher.Type switch
    {
        CorrelationType.EventCount or CorrelationType.Temporal or CorrelationType.TemporalOrdered => NoValue,
        CorrelationType.ValueCount => Combinations(watcher.FieldPaths, valuesOf) is { Length: > 0 } values ? values : NoValue,
        CorrelationType.NewValue => Combinations(watcher.FieldPaths, valuesOf),
        _ => valuesOf(watcher.FieldPaths[0]) is { Count: > 0 } numbers ? [.. numbers] : NoValue,
    };

    private static string?[] Combinations(string[] paths, Func<string, IReadOnlyList<string>> valuesOf)
    {
        if (paths.Length == 0) return NoFields;
        if (paths.Length == 1 && valuesOf(paths[0]) is [var only]) return [only];
        var values = new IReadOnlyList<string>[paths.Length];
        var first = new string[paths.Length];
        var areSingle = true;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = valuesOf(paths[i]);
            if (values[i].Count == 0) return [];
            first[i] = values[i][0];
            areSingle &= values[i].Count == 1;
        }

        // Nearly always each field has one value.
        if (areSingle) return [string.Join(Separator, first)];
        IEnumerable<string?> combinations = [null];
        foreach (var each in values)
        {
            var distinct = each.Distinct(StringComparer.Ordinal).ToArray();
            combinations = combinations.SelectMany(head => distinct.Select(value => head is null ? value : head + Separator + value));
        }

        return combinations.Take(MaxCombinations).ToArray();
    }

    /// <summary>A correlation that watches something, with the field paths that it asks for there.</summary>
    private sealed class Watcher(SigmaCorrelation correlation, int index, int input)
    {
        public int Correlation => index;

        public int Input => input;

        public CorrelationType Type => correlation.Type;

        public TimeSpan Timespan => correlation.Timespan;

        public string[] GroupPaths { get; } = [.. correlation.GroupBy.Select(name => correlation.Resolve(name, input))];

        public string[] FieldPaths { get; } = [.. correlation.Fields.Select(name => correlation.Resolve(name, input))];
    }
}

/// <summary>An observation, and where it counts.</summary>
/// <param name="Correlation">Index of the correlation.</param>
/// <param name="Group">The group's values, joined by <see cref="ObservationPlan.Separator"/>.</param>
/// <param name="Observation">What was observed.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GroupedObservation(int Correlation, string Group, Observation Observation);
