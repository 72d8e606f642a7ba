using System.Globalization;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>Reads Sigma's timespans: a whole number and one lower-case letter (correlation specification, "Time Selection").</summary>
internal static class TimespanParser
{
    public const string Hint = "a number and a letter: 90s, 5m, 24h or 7d";

    /// <summary>Longer windows would keep state for ever.</summary>
    private const int MaxDays = 3650;

    /// <summary>Returns <see langword="null"/> for anything else, zero included.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
        {
            return null;
        }

        TimeSpan? span = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' when count <= MaxDays => TimeSpan.FromDays(count),
            _ => null,
        };
        return span <= TimeSpan.FromDays(MaxDays) ? span : null;
    }
}
