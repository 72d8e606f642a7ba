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

    private readonly IReadOnlyList<SigmaCorrelation> _correlations;
    private readonly (int Correlation, int Input)[][] _byRule;
    private readonly (int Correlation, int Input)[][] _byCorrelation;
    private readonly string[][] _contextPaths;

    /// <summary>Looks at what refers to what.</summary>
    /// <param name="correlations">The correlations, each after those that feed it.</param>
    /// <param name="ruleCount">Number of rules that inputs count in.</param>
    public ObservationPlan(IReadOnlyList<SigmaCorrelation> correlations, int ruleCount)
    {
        _correlations = correlations;
        var byRule = Enumerable.Range(0, ruleCount).Select(_ => new List<(int, int)>()).ToArray();
        var byCorrelation = correlations.Select(_ => new List<(int, int)>()).ToArray();
        for (var c = 0; c < correlations.Count; c++)
        {
            for (var input = 0; input < correlations[c].Inputs.Count; input++)
            {
                var (isCorrelation, index) = (correlations[c].Inputs[input].IsCorrelation, correlations[c].Inputs[input].Index);
                (isCorrelation ? byCorrelation : byRule)[index].Add((c, input));
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
        foreach (var (index, input) in _byRule[rule])
        {
            var correlation = _correlations[index];
            var values = Values(correlation, input, valuesOf);
            if (values.Length == 0) continue;
            var context = Context(index, valuesOf);
            foreach (var group in Combinations(correlation.GroupBy, correlation, input, valuesOf))
            {
                for (var i = 0; i < values.Length; i++) yield return new GroupedObservation(index, group!, new Observation(time, eventId, input, values[i], context) { Ordinal = i });
            }
        }
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
        foreach (var (index, input) in _byCorrelation[source])
        {
            var correlation = _correlations[index];
            var values = Values(correlation, input, valuesOf);
            if (values.Length == 0) continue;
            var context = Context(index, valuesOf);
            foreach (var group in Combinations(correlation.GroupBy, correlation, input, valuesOf))
            {
                foreach (var value in values) yield return new GroupedObservation(index, group!, new Observation(end, eventId, input, value, context, window));
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
    private static string?[] Values(SigmaCorrelation correlation, int input, Func<string, IReadOnlyList<string>> valuesOf) => correlation.Type switch
    {
        CorrelationType.EventCount or CorrelationType.Temporal or CorrelationType.TemporalOrdered => [null],
        CorrelationType.ValueCount => [.. Combinations(correlation.Fields, correlation, input, valuesOf).DefaultIfEmpty(null)],
        CorrelationType.NewValue => Combinations(correlation.Fields, correlation, input, valuesOf),
        _ => [.. valuesOf(correlation.Resolve(correlation.Fields[0], input)).DefaultIfEmpty(null)],
    };

    private static string?[] Combinations(
        IReadOnlyList<string> names, SigmaCorrelation correlation, int input, Func<string, IReadOnlyList<string>> valuesOf)
    {
        if (names.Count == 0) return NoFields;
        if (names.Count == 1 && valuesOf(correlation.Resolve(names[0], input)) is [var only]) return [only];
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

/// <summary>An observation, and where it counts.</summary>
/// <param name="Correlation">Index of the correlation.</param>
/// <param name="Group">The group's values, joined by <see cref="ObservationPlan.Separator"/>.</param>
/// <param name="Observation">What was observed.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GroupedObservation(int Correlation, string Group, Observation Observation);
