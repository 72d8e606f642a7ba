using System.Runtime.InteropServices;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>
/// Evaluates one correlation over what was observed in one group. A window ends at an event and reaches back by the
/// timespan, both ends included. The result depends on the set of observations alone, never on the order of arrival.
/// </summary>
/// <remarks>
/// Conditions that more events can only help (gt, gte, temporal without "not") are tested at every event. The others
/// (lt, lte, eq, neq, averages, percentiles, "not") would hold in a window that is just filling up, so only windows that
/// are part of no larger one count.
/// </remarks>
public static class WindowEvaluator
{
    /// <summary>Finds the windows in which the condition holds.</summary>
    /// <param name="correlation">What to evaluate; any type but <see cref="CorrelationType.NewValue"/>.</param>
    /// <param name="observations">All observations of the group, in any order; sorted in place, and what stands there twice is dropped.</param>
    /// <returns>The windows by ascending end.</returns>
    public static IReadOnlyList<SatisfiedWindow> FindWindows(SigmaCorrelation correlation, List<Observation> observations)
    {
        SortOnce(observations);
        var window = WindowState.For(correlation);
        var isMonotone = IsMonotone(correlation);
        var found = new List<SatisfiedWindow>();
        var start = 0;
        for (var end = 0; end < observations.Count; end++)
        {
            while (observations[end].Time - observations[start].Time > correlation.Timespan) window.Remove(observations[start++]);
            window.Add(observations[end]);
            if ((isMonotone || IsMaximal(observations, start, end, correlation.Timespan)) && window.Holds(observations, start, end))
            {
                found.Add(new SatisfiedWindow(start, end));
            }
        }

        return found;
    }

    /// <summary>Finds the stretches in which the condition held.</summary>
    /// <param name="correlation">What to evaluate; any type but <see cref="CorrelationType.NewValue"/>.</param>
    /// <param name="group">The group's names and values, copied into the results.</param>
    /// <param name="observations">All observations of the group, in any order; sorted in place, and what stands there twice is dropped.</param>
    public static IReadOnlyList<Fulfilment> Evaluate(
        SigmaCorrelation correlation, IReadOnlyList<KeyValuePair<string, string>> group, List<Observation> observations)
    {
        var stretches = new List<Stretch>();
        foreach (var window in FindWindows(correlation, observations))
        {
            // Windows that share an event are one occurrence to the person who reads of it.
            if (stretches.Count > 0 && window.First <= stretches[^1].Last) stretches[^1].Last = window.Last;
            else stretches.Add(new Stretch { First = window.First, Last = window.Last });
            stretches[^1].Windows.Add(window);
        }

        return stretches.ConvertAll(stretch => Fulfilment.Of(group, observations, stretch.First, stretch.Last, stretch.Windows));
    }

    /// <summary>Whether further events can never undo a fulfilled condition.</summary>
    public static bool IsMonotone(SigmaCorrelation correlation) => correlation.Type switch
    {
        // A late event may show that a value was known, or that its group was still learning.
        CorrelationType.NewValue => false,
        CorrelationType.ValueAvg or CorrelationType.ValuePercentile or CorrelationType.ValueMedian or CorrelationType.ValueSum => false,
        _ => correlation.Bounds.All(bound => bound.Operator is ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual)
            && !Negates(correlation.Expression)
            && (correlation.Type != CorrelationType.TemporalOrdered || correlation.Expression is null || NeedsEveryInput(correlation)),
    };

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

    private sealed class Stretch
    {
        public required int First { get; init; }

        public required int Last { get; set; }

        public List<SatisfiedWindow> Windows { get; } = [];
    }
}

/// <summary>A window in which the condition holds, by the places of its observations.</summary>
/// <param name="First">Index of its first observation.</param>
/// <param name="Last">Index of the observation that it ends at.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SatisfiedWindow(int First, int Last);
