using System.Collections.Concurrent;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>Step 5 for one run: collects what correlations watch, and at the end turns what was fulfilled into matches. Thread-safe.</summary>
internal sealed class RunCorrelations(DetectionRules rules)
{
    /// <summary>Bounds memory: about 400 bytes each. A rule that watches more than this in one run watches everything.</summary>
    private const int MaxEvents = 1_000_000;

    /// <summary>Whole records are kept for findings to show, until together they take this much.</summary>
    private const long MaxRecordBytes = 4 * 1024 * 1024;

    private readonly InMemoryCorrelations _correlations = new(rules.RuleSet.Correlations, rules.RuleSet.Rules.Count);
    private readonly ConcurrentDictionary<string, ObservedEvent> _events = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private long _kept;
    private long _recordBytes;
    private long _dropped;

    /// <summary>Matches that found no room.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public bool IsWatched(int rule) => _correlations.IsWatched(rule);

    public void Observe(int rule, FindingEvent @event, EventReader reader)
    {
        if (!_events.ContainsKey(@event.EventId) && !TryKeep(@event, reader))
        {
            Interlocked.Increment(ref _dropped);
            return;
        }

        _correlations.Observe(rule, @event.EventTime, @event.EventId, reader.Values);
    }

    /// <summary>The findings' matches of each fulfilled correlation, under a name that is the same in every run.</summary>
    public IEnumerable<(string Name, FindingMatch[] Matches)> Evaluate()
    {
        foreach (var (index, fulfilment) in _correlations.Evaluate())
        {
            var correlation = rules.RuleSet.Correlations[index];
            var length = correlation.Header.Custom.Window ?? Longer(FindingWindow.DefaultLength, correlation.Timespan);
            foreach (var window in fulfilment.WindowEnds.GroupBy(end => FindingWindow.Containing(end, length)))
            {
                var matches = Matches(index, correlation, fulfilment, window.Key, Earlier(window.Min(), correlation.Timespan), window.Max());
                if (matches.Length > 0) yield return ($"correlation:{matches[0].Key.ToId()}", matches);
            }
        }
    }

    // The events of the satisfied windows that end in one of the finding's windows.
    private FindingMatch[] Matches(
        int index, SigmaCorrelation correlation, Fulfilment fulfilment, FindingWindow window, DateTimeOffset from, DateTimeOffset to)
    {
        var rule = rules.Correlation(index);
        var events = fulfilment.EventIds.Select(id => _events[id]).ToArray();
        // Chained correlations reach back further than their own timespan: what fed them belongs to the story.
        var reachesBack = correlation.Inputs.Any(input => input.IsCorrelation);
        var inWindow = events.Where(observed => observed.Event.EventTime <= to && (reachesBack || observed.Event.EventTime >= from)).ToArray();
        if (inWindow.Length == 0) return [];
        var group = new FindingGroup(fulfilment.Group.Select(pair => new GroupField(pair.Key, pair.Value)).ToArray());
        var key = new FindingKey(rule.Id, inWindow[^1].AccountId, group, window);
        return inWindow.Select(observed => new FindingMatch(key, rule, observed.Event)).ToArray();
    }

    // Counted here: the dictionary's own count stops all who use it.
    private bool TryKeep(FindingEvent @event, EventReader reader)
    {
        if (Interlocked.Read(ref _kept) >= MaxEvents) return false;
        if (_events.TryAdd(@event.EventId, Compact(@event, reader))) Interlocked.Increment(ref _kept);
        return true;
    }

    private ObservedEvent Compact(FindingEvent @event, EventReader reader)
    {
        var record = @event.RecordJson;
        if (record is { } bytes && Interlocked.Add(ref _recordBytes, bytes.Length) > MaxRecordBytes) record = null;
        var compact = @event with
        {
            EventName = Pooled(@event.EventName)!,
            EventSource = Pooled(@event.EventSource),
            Region = Pooled(@event.Region),
            SourceAddress = Pooled(@event.SourceAddress),
            UserAgent = Pooled(@event.UserAgent),
            Actor = Pooled(@event.Actor),
            ErrorCode = Pooled(@event.ErrorCode),
            RecordJson = record,
        };
        return new ObservedEvent(compact, Pooled(reader.AccountId())!);
    }

    // The same few names stand in every record; a string of its own for each would be most of the memory.
    private string? Pooled(string? text) => text is null ? null : _texts.GetOrAdd(text, text);

    // A record may say that it is from the year 1.
    private static DateTimeOffset Earlier(DateTimeOffset time, TimeSpan by) => time - DateTimeOffset.MinValue > by ? time - by : DateTimeOffset.MinValue;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed record ObservedEvent(FindingEvent Event, string AccountId);
}
