using System.Globalization;

namespace CloudTrailLambda.Benchmarks.Generation;

/// <summary>Keys as CloudTrail gives them to its log files.</summary>
internal static class LogObjectKey
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <param name="place">The account and region.</param>
    /// <param name="lastTime">When the last event happened; files are delivered every five minutes.</param>
    /// <param name="random">Makes the part of the name that tells files of the same minute apart.</param>
    public static string Create(Place place, DateTime lastTime, SplitMix64 random)
    {
        var period = TimeSpan.TicksPerMinute * 5;
        var delivered = new DateTime(((lastTime.Ticks / period) + 1) * period, DateTimeKind.Utc);
        var unique = string.Create(16, random, static (target, random) =>
        {
            foreach (ref var letter in target)
            {
                letter = Letters[random.Below(Letters.Length)];
            }
        });
        return string.Create(
            CultureInfo.InvariantCulture,
            $"AWSLogs/{place.Account}/CloudTrail/{place.Region}/{delivered:yyyy'/'MM'/'dd}/{place.Account}_CloudTrail_{place.Region}_{delivered:yyyyMMdd'T'HHmm'Z'}_{unique}.json.gz");
    }
}
