namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>A stretch of windows in which a correlation's condition held for one group.</summary>
/// <param name="Group">The group's field names (or aliases) and values, in the order of <c>group-by</c>; for a new value those of <c>field</c> too.</param>
/// <param name="FirstEventTime">Time of the first event in the first such window.</param>
/// <param name="LastEventTime">Time of the last event in the last such window.</param>
/// <param name="EventIds">The events in those windows, in time order, without repetition.</param>
/// <param name="WindowEnds">The times of the events at which a satisfied window ends, ascending.</param>
public sealed record Fulfilment(
    IReadOnlyList<KeyValuePair<string, string>> Group,
    DateTimeOffset FirstEventTime,
    DateTimeOffset LastEventTime,
    IReadOnlyList<string> EventIds,
    IReadOnlyList<DateTimeOffset> WindowEnds)
{
    internal static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoContext = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>What the events' <see cref="Observation.Context"/> holds, taken together.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } = NoContext;

    /// <summary>The windows one by one, one for each of <see cref="WindowEnds"/>: each is an event for a correlation further out.</summary>
    public IReadOnlyList<Fulfilment> Windows => field ??= _windows?.Invoke() ?? [this];

    private Func<IReadOnlyList<Fulfilment>>? _windows;

    /// <summary>Makes one of observations.</summary>
    internal static Fulfilment Of(
        IReadOnlyList<KeyValuePair<string, string>> group, List<Observation> observations, int first, int last, IReadOnlyList<SatisfiedWindow> windows)
    {
        var events = observations.GetRange(first, last - first + 1);
        var eventIds = events.SelectMany(observation => observation.Source?.EventIds ?? [observation.EventId]).Distinct(StringComparer.Ordinal).ToArray();
        var firstTime = events.Min(observation => observation.Source?.FirstEventTime ?? observation.Time);
        var ends = windows.Select(window => observations[window.Last].Time).Distinct().ToArray();
        return new Fulfilment(group, firstTime, events[^1].Time, eventIds, ends)
        {
            Context = Together(events),
            // Only chains ask for them, and of events of one moment the last window holds what the others do.
            _windows = windows.Count == 1 ? null : () => windows.GroupBy(window => observations[window.Last].Time)
                .Select(same => same.Last()).Select(window => Of(group, observations, window.First, window.Last, [window])).ToArray(),
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> Together(IEnumerable<Observation> events) =>
        events.SelectMany(observation => observation.Context ?? observation.Source?.Context ?? NoContext)
            .GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
            .ToDictionary(field => field.Key, IReadOnlyList<string> (field) => field.SelectMany(values => values).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
}
