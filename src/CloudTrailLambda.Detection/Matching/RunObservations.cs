using System.Collections.Concurrent;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>Step 5 for one run: collects what correlations watch, until it is correlated. Thread-safe.</summary>
internal sealed class RunObservations(DetectionRules rules, Correlator correlator)
{
    /// <summary>Bounds memory: about 400 bytes each. With more than this, a run correlates what it has and goes on.</summary>
    private const int MaxObservations = 250_000;

    /// <summary>Whole records are kept for findings to show, until together they take this much.</summary>
    private const long MaxRecordBytes = 4 * 1024 * 1024;

    /// <summary>Texts of events that go to the state are cut at this, in UTF-16 code units: what it says must not depend on who was first.</summary>
    private const int MaxTextLength = 512;

    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private ObservationBatch _batch = new();
    private long _recordBytes;

    /// <summary>Whether it is time to correlate.</summary>
    public bool IsFull => Volatile.Read(ref _batch).Count >= MaxObservations;

    public bool IsWatched(int rule) => rules.Observing.IsWatched(rule);

    /// <summary>Takes the match of a watched rule in.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="event">The event.</param>
    /// <param name="valuesOf">All values of a field of its record.</param>
    /// <param name="accountId">The account in whose log it stands.</param>
    /// <param name="logObject">The object that it was read from.</param>
    public void Observe(int rule, FindingEvent @event, Func<string, IReadOnlyList<string>> valuesOf, string accountId, string logObject)
    {
        ObservedEvent? observed = null;
        IReadOnlyList<string> ValuesOf(string path) => ObservedValues.Bounded(valuesOf(path));
        foreach (var each in rules.Observing.Observe(rule, @event.EventTime, @event.EventId, ValuesOf))
        {
            var correlation = rules.RuleSet.Correlations[each.Correlation];
            if (correlation.Type == CorrelationType.NewValue
                && correlator.Known.Contains(each.Correlation, each.Group, each.Observation.Value!, correlation.Timespan, each.Observation.Time)) continue;
            _batch.Add(each, observed ??= new ObservedEvent(Compact(@event), Pooled(accountId)!, logObject));
        }
    }

    /// <summary>Correlates what was observed since the last time; others may go on observing.</summary>
    public async Task<IReadOnlyList<CorrelationMatch>> CorrelateAsync(CancellationToken cancellationToken)
    {
        var batch = Interlocked.Exchange(ref _batch, new ObservationBatch());
        return batch.Count == 0 ? [] : await correlator.CorrelateAsync(batch, cancellationToken);
    }

    private FindingEvent Compact(FindingEvent @event)
    {
        var record = @event.RecordJson;
        if (record is { } bytes && Interlocked.Add(ref _recordBytes, bytes.Length) > MaxRecordBytes) record = null;
        return @event with
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
    }

    // The same few names stand in every record; a string of its own for each would be most of the memory.
    private string? Pooled(string? text) => BoundedText.Cut(text, MaxTextLength) is { } cut ? _texts.GetOrAdd(cut, cut) : null;
}
