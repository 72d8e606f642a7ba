using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>
/// Evaluates one correlation over everything observed in one group. A window ends at an event and reaches back by the
/// timespan, both ends included. The result depends on the set of observations alone, never on the order of arrival.
/// </summary>
/// <remarks>
/// Conditions that more events can only help (gt, gte, temporal without "not") are tested at every event. The others
/// (lt, lte, eq, neq, averages, percentiles, "not") would hold in a window that is just filling up, so only windows that
/// are part of no larger one count.
/// </remarks>
public static class WindowEvaluator
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoContext = new(StringComparer.Ordinal);

    /// <summary>Finds the stretches in which the condition held.</summary>
    /// <param name="correlation">What to evaluate.</param>
    /// <param name="group">The group's names and values, copied into the results.</param>
    /// <param name="observations">All observations of the group, in any order; sorted in place, and what stands there twice is dropped.</param>
    public static IReadOnlyList<Fulfilment> Evaluate(
        SigmaCorrelation correlation, IReadOnlyList<KeyValuePair<string, string>> group, List<Observation> observations)
    {
        SortOnce(observations);
        var window = WindowState.For(correlation);
        var isMonotone = IsMonotone(correlation);
        var stretches = new List<Stretch>();
        var start = 0;
        for (var end = 0; end < observations.Count; end++)
        {
            while (observations[end].Time - observations[start].Time > correlation.Timespan) window.Remove(observations[start++]);
            window.Add(observations[end]);
            if ((isMonotone || IsMaximal(observations, start, end, correlation.Timespan)) && window.Holds(observations, start, end))
            {
                Extend(stretches, start, end);
            }
        }

        return stretches.ConvertAll(stretch => ToFulfilment(group, observations, stretch));
    }

    // CloudTrail delivers some events in two files; an event still happened once.
    private static void SortOnce(List<Observation> observations)
    {
        observations.Sort(Observation.CompareByTime);
        var kept = 0;
        for (var i = 0; i < observations.Count; i++)
        {
            if (kept == 0 || Observation.CompareByTime(observations[kept - 1], observations[i]) != 0) observations[kept++] = observations[i];
        }

        observations.RemoveRange(kept, observations.Count - kept);
    }

    /// <summary>Whether further events can never undo a fulfilled condition.</summary>
    public static bool IsMonotone(SigmaCorrelation correlation) => correlation.Type switch
    {
        CorrelationType.ValueAvg or CorrelationType.ValuePercentile or CorrelationType.ValueMedian or CorrelationType.ValueSum => false,
        _ => correlation.Bounds.All(bound => bound.Operator is ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual)
            && !Negates(correlation.Expression)
            && (correlation.Type != CorrelationType.TemporalOrdered || correlation.Expression is null || NeedsEveryInput(correlation)),
    };

    // Of an ordered expression everything in the window must be in order. An input that it could do without can spoil that.
    private static bool NeedsEveryInput(SigmaCorrelation correlation) =>
        correlation.Expression is InputExpression.All all
        && all.Parts.All(part => part is InputExpression.Appears)
        && all.Parts.OfType<InputExpression.Appears>().Select(part => part.Input).Distinct().Count() == correlation.Inputs.Count;

    private static bool Negates(InputExpression? expression) => expression switch
    {
        InputExpression.Not => true,
        InputExpression.All all => all.Parts.Any(Negates),
        InputExpression.Any any => any.Parts.Any(Negates),
        _ => false,
    };

    // No window that starts as early reaches the next event.
    private static bool IsMaximal(List<Observation> observations, int start, int end, TimeSpan timespan) =>
        end + 1 == observations.Count || observations[end + 1].Time - observations[start].Time > timespan;

    private static void Extend(List<Stretch> stretches, int start, int end)
    {
        // Windows that share an event are one occurrence to the person who reads of it.
        if (stretches.Count > 0 && start <= stretches[^1].Last) stretches[^1].Last = end;
        else stretches.Add(new Stretch { First = start, Last = end });
        stretches[^1].Ends.Add(end);
    }

    private static Fulfilment ToFulfilment(IReadOnlyList<KeyValuePair<string, string>> group, List<Observation> observations, Stretch stretch)
    {
        var events = observations.GetRange(stretch.First, stretch.Last - stretch.First + 1);
        var eventIds = events.SelectMany(observation => observation.Source?.EventIds ?? [observation.EventId]).Distinct(StringComparer.Ordinal).ToArray();
        var first = events.Min(observation => observation.Source?.FirstEventTime ?? observation.Time);
        return new Fulfilment(group, first, events[^1].Time, eventIds, stretch.Ends.Select(end => observations[end].Time).Distinct().ToArray())
        {
            Context = events.SelectMany(observation => observation.Context ?? observation.Source?.Context ?? NoContext)
                .GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
                .ToDictionary(field => field.Key, IReadOnlyList<string> (field) => field.SelectMany(values => values).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal),
        };
    }

    private sealed class Stretch
    {
        public required int First { get; init; }

        public required int Last { get; set; }

        public List<int> Ends { get; } = [];
    }
}
