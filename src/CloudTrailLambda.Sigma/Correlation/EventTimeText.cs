using System.Globalization;

namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>Reads <c>eventTime</c>: ISO 8601, as CloudTrail writes it and as other JSON records do.</summary>
public static class EventTimeText
{
    // Exact forms: the lenient parser takes "12:00" for noon of the day on which it runs, so the same record would make another finding tomorrow.
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK"];

    private const int MaxFractionDigits = 7;

    /// <summary>Reads a time as nearly every record has it, <c>2026-10-14T09:00:00Z</c>, without making a string of it.</summary>
    /// <returns>Whether it is one; any other form is for the other overload.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z') return false;
        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var (hour, minute, second) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..19]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59) return false;
        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit)) return -1;
            number = (number * 10) + digit - '0';
        }

        return number;
    }

    /// <summary>Reads a time; without an offset it is UTC. Of a second's fraction what is finer than 100 ns is cut off.</summary>
    /// <returns>Whether the text is such a time; <see langword="null"/> is not.</returns>
    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        WithoutNanoseconds(text), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    // Stores that passed records on write nine digits, and .NET's forms know no more than seven.
    private static string? WithoutNanoseconds(string? text)
    {
        var point = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (point < 0) return text;
        var end = point + 1;
        while (end < text!.Length && char.IsAsciiDigit(text[end])) end++;
        var kept = Math.Min(end, point + 1 + MaxFractionDigits);
        return kept == end ? text : text.Remove(kept, end - kept);
    }
}
