using System.Globalization;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>Reads Sigma's timespans: a whole number and one lower-case letter (correlation specification, "Time Selection").</summary>
internal static class TimespanParser
{
    public const string Hint = "a number and a letter: 90s, 5m, 24h or 7d";

    /// <summary>Longer windows would keep state for ever.</summary>
    private const int MaxDays = 3650;

    private const long SecondsPerDay = 24 * 60 * 60;

    /// <summary>Returns <see langword="null"/> for anything else, zero included.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
        {
            return null;
        }

        long secondsPerUnit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 60 * 60, 'd' => SecondsPerDay, _ => 0 };
        var seconds = count * secondsPerUnit;
        return seconds is > 0 and <= MaxDays * SecondsPerDay ? TimeSpan.FromSeconds(seconds) : null;
    }
}
