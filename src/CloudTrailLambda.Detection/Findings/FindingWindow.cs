using System.Runtime.InteropServices;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>The stretch of event time that one finding covers: from <see cref="Start"/> up to, not including, <see cref="End"/>.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FindingWindow
{
    /// <summary>Takes a window as it is, whole milliseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than a millisecond.</exception>
    public FindingWindow(DateTimeOffset start, TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.FromMilliseconds(1));
        Start = EventClock.ToMilliseconds(start);
        Length = TimeSpan.FromMilliseconds((long)length.TotalMilliseconds);
    }

    /// <summary>An hour: the length unless the rule says otherwise.</summary>
    public static TimeSpan DefaultLength { get; } = TimeSpan.FromHours(1);

    /// <summary>All of the time that logs tell of: 1970 to 2070.</summary>
    public static FindingWindow Always { get; } = new(DateTimeOffset.UnixEpoch, TimeSpan.FromDays(36_525));

    /// <summary>The first instant inside, UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>How long it is.</summary>
    public TimeSpan Length { get; }

    /// <summary>The first instant after it, UTC; the last one that there is if it lies beyond the calendar.</summary>
    public DateTimeOffset End => DateTimeOffset.MaxValue - Start < Length ? DateTimeOffset.MaxValue : Start + Length;

    /// <summary>
    /// The window of this length that holds an instant. Windows start at multiples of their length since 1970-01-01T00:00Z, so every
    /// reader of the same event finds the same window.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than a millisecond.</exception>
    public static FindingWindow Containing(DateTimeOffset instant, TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.FromMilliseconds(1));
        var lengthMs = (long)length.TotalMilliseconds;
        var instantMs = instant.ToUnixTimeMilliseconds();
        var intoWindowMs = ((instantMs % lengthMs) + lengthMs) % lengthMs;
        var startMs = Math.Max(instantMs - intoWindowMs, DateTimeOffset.MinValue.ToUnixTimeMilliseconds());
        return new FindingWindow(DateTimeOffset.FromUnixTimeMilliseconds(startMs), length);
    }
}
