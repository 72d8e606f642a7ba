using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>
/// Step 5 of the pipeline: observations go to the state, what they fulfil becomes matches. One for the life of a process; thread-safe.
/// </summary>
/// <remarks>
/// A finding exists for each group and each window of event time in which any satisfied window ends. For conditions that more events
/// cannot undo, this set and the events in it depend on the observations alone: who adds the last observation of a satisfied window
/// reads after everybody else has written, and sees it whole.
/// </remarks>
public sealed class Correlator
{
    /// <summary>Groups that are taken to the state together, so that one after the other they stay in bounded memory.</summary>
    private const int MaxGroups = 1_000;

    private readonly DetectionRules _rules;
    private readonly IReadOnlyList<CorrelationSeries> _series;
    private readonly int[] _levels;
    private readonly WindowCorrelating _windows;
    private readonly NewValueCorrelating _newValues;

    /// <summary>Reads nothing yet.</summary>
    public Correlator(DetectionRules rules, CorrelationOptions options)
    {
        _rules = rules;
        _series = Series(rules);
        MaxObservationsInMemory = options.MaxObservationsInMemory;
        _levels = Levels(rules.RuleSet.Correlations);
        var pages = new PageStore(options.State, options.Clock);
        _windows = new WindowCorrelating(_series, new ObservedPages(pages, new PageReduction(options.MaxObservationsOfPage), options.Clock));
        _newValues = new NewValueCorrelating(_series, pages, Known, options.QuietStart, options.Clock);
    }

    /// <summary>One that remembers as long as it lives.</summary>
    public static Correlator InMemory(DetectionRules rules, TimeProvider clock) => new(rules, new CorrelationOptions(new InMemoryCorrelationState(clock), clock));

    /// <summary>With so many observations it is time to correlate.</summary>
    internal int MaxObservationsInMemory { get; }

    /// <summary>Values that need not be observed.</summary>
    internal KnownValues Known { get; } = new();

    /// <summary>Correlates a batch, inner correlations before outer ones.</summary>
    /// <exception cref="CorrelationStateException">The state cannot be used.</exception>
    internal async Task<IReadOnlyList<CorrelationMatch>> CorrelateAsync(ObservationBatch batch, CancellationToken cancellationToken)
    {
        var matches = new List<CorrelationMatch>();
        for (var level = 0; level <= _levels.DefaultIfEmpty(-1).Max(); level++)
        {
            foreach (var groups in batch.Groups(correlation => _levels[correlation] == level).Chunk(MaxGroups))
            {
                var isNewValue = groups.ToLookup(group => _series[group.Correlation].Correlation.Type == CorrelationType.NewValue);
                foreach (var judged in await _windows.JudgeAsync([.. isNewValue[false]], cancellationToken))
                {
                    Feed(batch, judged);
                    matches.AddRange(await ToMatchesAsync(judged, cancellationToken));
                }

                foreach (var found in await _newValues.JudgeAsync([.. isNewValue[true]], cancellationToken))
                {
                    Feed(batch, found);
                    matches.AddRange(await ToMatchesAsync(found, cancellationToken));
                }
            }
        }

        return matches;
    }

    private async Task<IReadOnlyList<CorrelationMatch>> ToMatchesAsync(JudgedGroup judged, CancellationToken cancellationToken)
    {
        var matches = new List<CorrelationMatch>();
        var fields = Fields(judged.Group.Series.Correlation.GroupBy, judged.Group.Group);
        foreach (var (window, observations) in judged.ByFinding())
        {
            var events = await _windows.EventsOfAsync(judged.Correlation, observations, cancellationToken);
            matches.AddRange(ToMatches(judged.Group.Series.Rule, fields, window, events));
        }

        return matches;
    }

    private async Task<IEnumerable<CorrelationMatch>> ToMatchesAsync(NewValue found, CancellationToken cancellationToken)
    {
        var series = _series[found.Correlation];
        var fields = Fields([.. series.Correlation.GroupBy, .. series.Correlation.Fields], Joined(found));
        // What is new is new once, whichever event was the first to arrive; unless the rule wants to hear of it again.
        var window = series.Correlation.Header.Custom.Window is { } length ? FindingWindow.Containing(found.Observation.Time, length) : FindingWindow.Always;
        return ToMatches(series.Rule, fields, window, await _windows.EventsOfAsync(found.Correlation, [found.Observation], cancellationToken));
    }

    // One finding for each account: a group may reach over several, and each has its own readers.
    private static IEnumerable<CorrelationMatch> ToMatches(FindingRule rule, GroupField[] fields, FindingWindow window, IEnumerable<ObservedEvent> events)
    {
        var group = new FindingGroup(fields);
        foreach (var ofAccount in events.GroupBy(observed => observed.AccountId, StringComparer.Ordinal))
        {
            var key = new FindingKey(rule.Id, ofAccount.Key, group, window);
            foreach (var observed in ofAccount)
            {
                foreach (var logObject in observed.LogObjects) yield return new CorrelationMatch(new FindingMatch(key, rule, observed.Event), logObject);
            }
        }
    }

    // A satisfied window is an event for those that watch the correlation, at the moment at which it ends.
    private void Feed(ObservationBatch batch, JudgedGroup judged)
    {
        if (!_rules.Observing.FeedsOthers(judged.Correlation)) return;
        var group = Fields(judged.Group.Series.Correlation.GroupBy, judged.Group.Group);
        foreach (var windows in judged.Windows.GroupBy(window => judged.Observations[window.Last].Time))
        {
            // Of those that end at one moment the last one holds what the others do.
            var window = windows.Last();
            var inWindow = judged.Observations.Skip(window.First).Take(window.Last - window.First + 1);
            IReadOnlyList<string> ValuesOf(string field) => Array.Find(group, pair => pair.Field == field) is { Value: { } value }
                ? [value]
                : inWindow.SelectMany(observation => observation.Context?.GetValueOrDefault(field) ?? []).Distinct(StringComparer.Ordinal).Take(ObservedValues.MaxCount).ToArray();
            foreach (var fed in _rules.Observing.Feed(judged.Correlation, windows.Key, $"{judged.Group.Name}@{windows.Key.UtcTicks}", ValuesOf))
                batch.Feed(fed.Correlation, fed.Group, new KeptObservation(fed.Observation, @event: null, judged.Group.Name));
        }
    }

    private void Feed(ObservationBatch batch, NewValue found)
    {
        if (!_rules.Observing.FeedsOthers(found.Correlation)) return;
        var series = _series[found.Correlation];
        var group = Fields([.. series.Correlation.GroupBy, .. series.Correlation.Fields], Joined(found));
        IReadOnlyList<string> ValuesOf(string field) =>
            Array.Find(group, pair => pair.Field == field) is { Value: { } value } ? [value] : found.Observation.Context?.GetValueOrDefault(field) ?? [];
        foreach (var fed in _rules.Observing.Feed(found.Correlation, found.Observation.Time, $"{series.Of(found.Group, found.Value)}@{found.Observation.Time.UtcTicks}", ValuesOf))
            batch.Feed(fed.Correlation, fed.Group, new KeptObservation(fed.Observation, found.Observation.Event, found.Observation.InnerSeries));
    }

    private string Joined(NewValue found) => _series[found.Correlation].Correlation.GroupBy.Count == 0 ? found.Value : $"{found.Group}{ObservationPlan.Separator}{found.Value}";

    private static GroupField[] Fields(IReadOnlyList<string> names, string joined) =>
        [.. names.Zip(joined.Split(ObservationPlan.Separator), (name, value) => new GroupField(name, value))];

    private static CorrelationSeries[] Series(DetectionRules rules)
    {
        var set = rules.RuleSet;
        string IdOf(CorrelationInput input) => input.IsCorrelation ? rules.Correlation(input.Index).Id : rules.Rule(input.Index).Id;
        return [.. set.Correlations.Select((correlation, i) => new CorrelationSeries(correlation, rules.Correlation(i), correlation.Inputs.Select(IdOf)))];
    }

    // All that do not wait for each other go to the state together.
    private static int[] Levels(IReadOnlyList<SigmaCorrelation> correlations)
    {
        var levels = new int[correlations.Count];
        for (var c = 0; c < levels.Length; c++) levels[c] = correlations[c].Inputs.Max(input => input.IsCorrelation ? levels[input.Index] + 1 : 0);
        return levels;
    }
}

/// <summary>A match that a correlation made.</summary>
/// <param name="Match">The match.</param>
/// <param name="LogObject">The object that its event was just read from; <see langword="null"/> when the state remembered it.</param>
internal sealed record CorrelationMatch(FindingMatch Match, string? LogObject);
