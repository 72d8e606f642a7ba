using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>Where one correlation keeps what it has observed: a series for each group, a page for each stretch of event time.</summary>
internal sealed class CorrelationSeries
{
    /// <summary>How long after its last use a page is kept: a message may wait as long among the dead letters before it is handled again.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromDays(14);

    private readonly byte[] _definition;
    private readonly long _pageMs;

    public CorrelationSeries(SigmaCorrelation correlation, FindingRule rule, IEnumerable<string> inputIds)
    {
        Correlation = correlation;
        Rule = rule;
        // A finding that is shorter than the windows behind it would tell of one occurrence several times.
        FindingWindowLength = correlation.Header.Custom.Window
            ?? (correlation.Timespan > FindingWindow.DefaultLength ? correlation.Timespan : FindingWindow.DefaultLength);
        _pageMs = PageLength(FindingWindowLength, correlation.Timespan);
        IsMonotone = WindowEvaluator.IsMonotone(correlation);
        _definition = Hash(
        [
            rule.Id, correlation.Type.ToString(), Text(correlation.Timespan), Text(TimeSpan.FromMilliseconds(_pageMs)),
            .. correlation.GroupBy, "/", .. correlation.Fields, "/", .. inputIds,
        ]);
    }

    public SigmaCorrelation Correlation { get; }

    public FindingRule Rule { get; }

    /// <summary>Whether more events can never undo what was found.</summary>
    public bool IsMonotone { get; }

    /// <summary>The event time that one finding covers.</summary>
    public TimeSpan FindingWindowLength { get; }

    /// <summary>
    /// The series of a group. What the correlation computes is part of the name: after an edit that changes what pages mean, the pages
    /// are others.
    /// </summary>
    public string Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_definition);
        foreach (var part in parts) Append(hash, part);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest[..16]);
    }

    /// <summary>The page that holds an instant.</summary>
    public long PageOf(DateTimeOffset time) => Math.DivRem(time.ToUnixTimeMilliseconds(), _pageMs) is var (page, rest) && rest < 0 ? page - 1 : page;

    /// <summary>When nobody needs the page any more. Not by event time alone: old logs may be read today, and a correlation over them too.</summary>
    public DateTimeOffset ExpiryOf(long page, DateTimeOffset now)
    {
        var endMs = (page + 1) * _pageMs;
        var last = endMs > now.ToUnixTimeMilliseconds() && endMs < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(endMs) : now;
        return EventTimes.Add(last, (2 * Correlation.Timespan) + Margin);
    }

    // A window must not lie within one page, so that a page is always cut by it at one side only; and a page must not lie in two
    // findings' windows. So: the longest whole fraction of the finding's window that is no longer than the timespan.
    private static long PageLength(TimeSpan findingWindow, TimeSpan timespan)
    {
        var windowSeconds = (long)findingWindow.TotalSeconds;
        var parts = (windowSeconds + (long)timespan.TotalSeconds - 1) / (long)timespan.TotalSeconds;
        while (windowSeconds % parts != 0) parts++;
        return windowSeconds / parts * 1_000;
    }

    private static string Text(TimeSpan span) => span.Ticks.ToString(CultureInfo.InvariantCulture);

    private static byte[] Hash(IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts) Append(hash, part);
        return hash.GetHashAndReset();
    }

    // Each text with its length before it, as in a finding's id.
    private static void Append(IncrementalHash hash, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(utf8.Length));
        hash.AppendData(utf8);
    }
}
