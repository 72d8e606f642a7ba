using System.Globalization;

namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>Reads <c>eventTime</c>: ISO 8601, as CloudTrail writes it and as other JSON records do.</summary>
public static class EventTimeText
{
    // Exact forms: the lenient parser takes "12:00" for noon of the day on which it runs, so the same record would make another finding tomorrow.
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads a time; without an offset it is UTC.</summary>
    /// <returns>Whether the text is such a time; <see langword="null"/> is not.</returns>
    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
