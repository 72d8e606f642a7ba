using System.Runtime.InteropServices;

namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>When one value of one group was seen, for <see cref="Rules.CorrelationType.NewValue"/>.</summary>
/// <remarks>
/// Of each grain, a sixteenth of the timespan, only the earliest sighting is kept: that is all that newness depends on, and a value that
/// is seen all day costs one entry a grain. A value is remembered for the timespan, and up to a grain longer.
/// </remarks>
public sealed class ValueSightings
{
    /// <summary>Grains in a timespan.</summary>
    public const int GrainsPerTimespan = 16;

    /// <summary>Grains that are kept, the latest ones: 32 timespans.</summary>
    private const int MaxGrains = 512;

    private readonly SortedList<long, Sighting> _earliest = [];

    /// <summary>The earliest sighting of each grain, ascending.</summary>
    public IReadOnlyList<KeyValuePair<long, Sighting>> Earliest => _earliest.ToArray();

    /// <summary>The grain that a time lies in: whole grains since the year 1.</summary>
    public static long GrainOf(DateTimeOffset time, TimeSpan timespan) => time.UtcTicks / (timespan.Ticks / GrainsPerTimespan);

    /// <summary>Takes a sighting in.</summary>
    /// <returns>Whether it says something that was not known.</returns>
    public bool Add(long grain, Sighting sighting)
    {
        if (_earliest.TryGetValue(grain, out var known) && known.CompareTo(sighting) <= 0) return false;
        if (_earliest.Count == MaxGrains && !_earliest.ContainsKey(grain))
        {
            if (grain < _earliest.GetKeyAtIndex(0)) return false;
            _earliest.RemoveAt(0);
        }

        _earliest[grain] = sighting;
        return true;
    }

    /// <summary>Whether this sighting, which was added, is the first one for the timespan.</summary>
    public bool IsNew(long grain, Sighting sighting)
    {
        var index = _earliest.IndexOfKey(grain);
        return index >= 0
            && _earliest.GetValueAtIndex(index) == sighting
            && (index == 0 || _earliest.GetKeyAtIndex(index - 1) < grain - GrainsPerTimespan);
    }
}

/// <summary>A sighting: when, and of which event.</summary>
/// <param name="Time">Event time.</param>
/// <param name="EventId">The event's id; it decides between events of one moment, so that arrival order never shows.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Sighting(DateTimeOffset Time, string EventId) : IComparable<Sighting>
{
    /// <inheritdoc/>
    public int CompareTo(Sighting other)
    {
        var order = Time.CompareTo(other.Time);
        return order == 0 ? string.CompareOrdinal(EventId, other.EventId) : order;
    }

    /// <summary>Whether the left one is earlier.</summary>
    public static bool operator <(Sighting left, Sighting right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left one is later.</summary>
    public static bool operator >(Sighting left, Sighting right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one is not later.</summary>
    public static bool operator <=(Sighting left, Sighting right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one is not earlier.</summary>
    public static bool operator >=(Sighting left, Sighting right) => left.CompareTo(right) >= 0;
}
