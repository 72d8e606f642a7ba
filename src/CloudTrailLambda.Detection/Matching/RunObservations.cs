using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>Step 5 for one run: collects what correlations watch, until it is correlated. Thread-safe.</summary>
internal sealed class RunObservations(DetectionRules rules, Correlator correlator)
{
    /// <summary>Whole records are kept for findings to show, until together they take this much.</summary>
    private const long MaxRecordBytes = 1024 * 1024;

    /// <summary>Texts of events that go to the state are cut at this, in UTF-16 code units: what it says must not depend on who was first.</summary>
    private const int MaxTextLength = 512;

    private readonly KnownValues _seen = new();
    private ObservationBatch _batch = new();
    private long _recordBytes;

    /// <summary>Whether it is time to correlate.</summary>
    public bool IsFull => Volatile.Read(ref _batch).Count >= correlator.MaxObservationsInMemory;

    public bool IsWatched(int rule) => rules.Observing.IsWatched(rule);

    /// <summary>Takes the match of a watched rule in; false when its record does not say when it happened.</summary>
    public bool TryObserve(int rule, ref ObservedRecord record)
    {
        if (!record.TryRead()) return false;
        if (record.Repeated.IsRepeated(rule, record.Time)) return true;
        var reader = record.Reader;
        foreach (var each in rules.Observing.Observe(rule, record.Time, record.EventId, path => ObservedValues.Bounded(reader.Values(path))))
        {
            var correlation = rules.RuleSet.Correlations[each.Correlation];
            if (correlation.Type == CorrelationType.NewValue && IsKnown(each, correlation.Timespan)) continue;
            record.Event ??= ToEvent(ref record);
            // Somebody else may be about to correlate the batch.
            while (!Volatile.Read(ref _batch).TryAdd(each, record.Event)) Thread.Yield();
        }

        return true;
    }

    /// <summary>Correlates what was observed since the last time; others may go on observing.</summary>
    public async Task<IReadOnlyList<CorrelationMatch>> CorrelateAsync(CancellationToken cancellationToken)
    {
        var batch = Interlocked.Exchange(ref _batch, new ObservationBatch());
        batch.Close();
        return batch.Count == 0 ? [] : await correlator.CorrelateAsync(batch, cancellationToken);
    }

    // Of a value's sightings only the earliest of each grain counts, and most values were seen a moment ago.
    private bool IsKnown(in GroupedObservation observed, TimeSpan timespan)
    {
        var sighting = new Sighting(observed.Observation.Time, observed.Observation.EventId);
        var (correlation, group, value) = (observed.Correlation, observed.Group, observed.Observation.Value!);
        if (correlator.Known.HasEarlier(correlation, group, value, timespan, sighting) || _seen.HasEarlier(correlation, group, value, timespan, sighting)) return true;
        _seen.Add(correlation, group, value, timespan, sighting);
        return false;
    }

    private ObservedEvent ToEvent(ref ObservedRecord record)
    {
        var keepsRecord = Interlocked.Add(ref _recordBytes, record.Record.Length) <= MaxRecordBytes;
        var @event = record.Reader.Read(record.Record, keepsRecord, record.EventId);
        if (IsLong(@event.UserAgent) || IsLong(@event.Actor) || IsLong(@event.EventName) || IsLong(@event.EventSource) || IsLong(@event.SourceAddress) || IsLong(@event.ErrorCode) || IsLong(@event.Region))
            @event = Shortened(@event);
        return new ObservedEvent(@event, record.Reader.AccountId(), record.LogObject);
    }

    private static bool IsLong(string? text) => text?.Length > MaxTextLength;

    private static FindingEvent Shortened(FindingEvent @event) => @event with
    {
        EventName = BoundedText.Cut(@event.EventName, MaxTextLength)!,
        EventSource = BoundedText.Cut(@event.EventSource, MaxTextLength),
        Region = BoundedText.Cut(@event.Region, MaxTextLength),
        SourceAddress = BoundedText.Cut(@event.SourceAddress, MaxTextLength),
        UserAgent = BoundedText.Cut(@event.UserAgent, MaxTextLength),
        Actor = BoundedText.Cut(@event.Actor, MaxTextLength),
        ErrorCode = BoundedText.Cut(@event.ErrorCode, MaxTextLength),
    };
}
