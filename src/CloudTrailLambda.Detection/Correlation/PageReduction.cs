using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>
/// Bounds what one page keeps. Of more observations only those stay that a window which is cut by the page's beginning or end could
/// need: the first and the last ones, as many as the condition asks for.
/// </summary>
/// <remarks>
/// A page is no longer than the timespan, so a window that holds what is dropped here holds as much of what is kept: the set of
/// findings stays the same. What is dropped was already counted by whoever read it.
/// </remarks>
/// <param name="maxObservations">Observations that a page keeps whatever they are; more when the condition asks for more.</param>
internal sealed class PageReduction(int maxObservations)
{
    /// <summary>As many as a finding names one by one, so that what a page drops is past what a finding counts exactly.</summary>
    public const int DefaultMaxObservations = FindingLimits.MaxEventsKept;

    /// <summary>The highest count that pages are kept for.</summary>
    public const int MaxThreshold = RuleLint.MaxCount;

    /// <summary>What is to stay of the observations of a page, sorted by time.</summary>
    public List<KeptObservation> Reduce(SigmaCorrelation correlation, List<KeptObservation> sorted)
    {
        var threshold = Threshold(correlation);
        if (sorted.Count <= Math.Max(maxObservations, 2 * threshold)) return sorted;
        return Keep(correlation, sorted, Math.Max(maxObservations / 2, threshold));
    }

    /// <summary>
    /// As little as the condition can be judged by, without what a finding would say of the events: for observations that are too large
    /// to be many. Their files say it all.
    /// </summary>
    public static List<KeptObservation> ReduceToLeast(SigmaCorrelation correlation, List<KeptObservation> sorted) =>
        Keep(correlation, sorted, Threshold(correlation)).ConvertAll(observation =>
            new KeptObservation(observation, observation.Event is { } observed ? WithoutDetails(observed) : null, observation.InnerSeries));

    /// <summary>Without the middle half: what is left when even the least is too large.</summary>
    public static List<KeptObservation> WithoutMiddle(List<KeptObservation> sorted) =>
        [.. sorted.Take(sorted.Count / 4), .. sorted.TakeLast(sorted.Count / 4)];

    private static ObservedEvent WithoutDetails(ObservedEvent observed) => observed with
    {
        Event = new FindingEvent { EventId = observed.Event.EventId, EventTime = observed.Event.EventTime, EventName = EventReader.Unknown },
    };

    private static List<KeptObservation> Keep(SigmaCorrelation correlation, List<KeptObservation> sorted, int count)
    {
        var keeps = new bool[sorted.Count];
        foreach (var isBackwards in (bool[])[false, true])
        {
            Func<KeptObservation, bool> isNeeded = correlation.Type switch
            {
                CorrelationType.EventCount => FirstOf(count, static observation => observation.EventId),
                CorrelationType.ValueCount => FirstValues(count),
                CorrelationType.Temporal or CorrelationType.TemporalOrdered => FirstOfEachInput(Math.Max(1, count / correlation.Inputs.Count)),
                _ => FirstOf(count, static observation => $"{observation.EventId}#{observation.Ordinal}"),
            };
            for (var i = 0; i < sorted.Count; i++)
            {
                var at = isBackwards ? sorted.Count - 1 - i : i;
                keeps[at] |= isNeeded(sorted[at]);
            }
        }

        if (correlation.Type == CorrelationType.TemporalOrdered) OrderedChains.Mark(sorted, correlation.Inputs.Count, keeps);
        return sorted.Where((_, i) => keeps[i]).ToList();
    }

    // An event that several inputs match is several observations and one event.
    private static Func<KeptObservation, bool> FirstOf(int count, Func<KeptObservation, string> identity)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return observation => seen.Contains(identity(observation)) || (seen.Count < count && seen.Add(identity(observation)));
    }

    private static Func<KeptObservation, bool> FirstValues(int count)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return observation => observation.Value is { } value && seen.Count < count && seen.Add(value);
    }

    private static Func<KeptObservation, bool> FirstOfEachInput(int count)
    {
        var seen = new Dictionary<int, int>();
        return observation => (seen[observation.Input] = seen.GetValueOrDefault(observation.Input) + 1) <= count;
    }

    private static int Threshold(SigmaCorrelation correlation)
    {
        if (correlation.Type is CorrelationType.Temporal or CorrelationType.TemporalOrdered) return correlation.Inputs.Count;
        var needed = correlation.Bounds.Select(bound => bound.Operator == ComparisonOperator.Greater ? decimal.Floor(bound.Value) + 1 : decimal.Ceiling(bound.Value));
        return (int)decimal.Clamp(needed.DefaultIfEmpty(1).Max(), 1, MaxThreshold);
    }
}
