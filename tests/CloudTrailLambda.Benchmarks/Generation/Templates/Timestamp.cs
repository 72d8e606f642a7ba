using System.Globalization;

namespace CloudTrailLambda.Benchmarks.Generation.Templates;

/// <summary>The ways in which CloudTrail and the names of its files write a time, all UTC.</summary>
internal static class Timestamp
{
    /// <summary>2026-03-02T08:15:00Z, by hand: every record has at least one, and format strings are interpreted.</summary>
    public static int WriteIso(Span<byte> target, DateTime time)
    {
        time.Deconstruct(out var date, out var clock);
        "0000-00-00T00:00:00Z"u8.CopyTo(target);
        TwoDigits(target, date.Year / 100);
        TwoDigits(target[2..], date.Year % 100);
        TwoDigits(target[5..], date.Month);
        TwoDigits(target[8..], date.Day);
        TwoDigits(target[11..], clock.Hour);
        TwoDigits(target[14..], clock.Minute);
        TwoDigits(target[17..], clock.Second);
        return 20;
    }

    /// <summary>Mar 2, 2026, 8:15:00 AM: how Java services print dates in their responses.</summary>
    public static int WriteProse(Span<byte> target, DateTime time) => Format(target, time, "MMM d, yyyy, h:mm:ss tt");

    /// <summary>2026/03/02, as in object keys.</summary>
    public static int WriteFolders(Span<byte> target, DateTime time) => Format(target, time, "yyyy'/'MM'/'dd");

    /// <summary>20260302T0815Z, as in names of log files.</summary>
    public static int WriteCompact(Span<byte> target, DateTime time) => Format(target, time, "yyyyMMdd'T'HHmm'Z'");

    private static int Format(Span<byte> target, DateTime time, string format) =>
        time.TryFormat(target, out var written, format, CultureInfo.InvariantCulture)
            ? written
            : throw new ArgumentException("Too short for a time.", nameof(target));

    private static void TwoDigits(Span<byte> target, int value)
    {
        target[0] = (byte)('0' + (value / 10));
        target[1] = (byte)('0' + (value % 10));
    }
}
