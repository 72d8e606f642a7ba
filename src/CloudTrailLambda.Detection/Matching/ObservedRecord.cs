using System.Runtime.InteropServices;
using CloudTrailLambda.Detection.Correlation;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>The record at hand, read as far as correlations ask: most of what they watch they already know.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ObservedRecord(EventReader reader, RepeatedSightings repeated, ReadOnlyMemory<byte> record, string logObject)
{
    private bool _isRead;
    private bool _hasTime;

    public readonly EventReader Reader => reader;

    /// <summary>What the object has shown already.</summary>
    public readonly RepeatedSightings Repeated => repeated;

    public readonly ReadOnlyMemory<byte> Record => record;

    /// <summary>The object that it was read from.</summary>
    public readonly string LogObject => logObject;

    public DateTimeOffset Time { get; private set; }

    public string EventId => field ??= reader.EventId(record.Span);

    /// <summary>What a finding would say of it, once somebody wants to know.</summary>
    public ObservedEvent? Event { get; set; }

    /// <summary>
    /// Reads when it happened. Records that do not say so correlate with nothing: all of them would stand in one window, at the epoch,
    /// and fulfil what nothing in them supports.
    /// </summary>
    public bool TryRead()
    {
        if (_isRead) return _hasTime;
        _isRead = true;
        _hasTime = reader.TryGetTime(out var time);
        Time = time;
        return _hasTime;
    }
}
