namespace CloudTrailLambda.Detection.Correlation;

/// <summary>A page as a state holds it.</summary>
/// <param name="Key">Its number in the series; any 64-bit number.</param>
/// <param name="Version">How often it was written, from 1.</param>
/// <param name="Content">What is on it, at most <see cref="MaxContentBytes"/>.</param>
public sealed record StatePage(long Key, long Version, ReadOnlyMemory<byte> Content)
{
    /// <summary>Largest content, in bytes: a DynamoDB item with its keys stays below its limit of 400 KB.</summary>
    public const int MaxContentBytes = 384 * 1024;

    /// <summary>Longest name of a series, in characters.</summary>
    public const int MaxSeriesLength = 64;

    // Here and not in each state: what one of them takes, all of them must take.
    internal static string CheckSeries(string series)
    {
        ArgumentException.ThrowIfNullOrEmpty(series);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(series.Length, MaxSeriesLength, nameof(series));
        return series;
    }

    internal static ReadOnlyMemory<byte> CheckContent(ReadOnlyMemory<byte> content)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, MaxContentBytes, nameof(content));
        return content;
    }
}

/// <summary>Consecutive pages of one series; none if the first key is greater than the last.</summary>
/// <param name="Series">The series' name: 1 to <see cref="StatePage.MaxSeriesLength"/> letters, digits, <c>-</c> and <c>:</c>.</param>
/// <param name="First">The first key.</param>
/// <param name="Last">The last key, included.</param>
public sealed record StateRange(string Series, long First, long Last)
{
    /// <summary>The series' name.</summary>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public string Series { get; init => field = StatePage.CheckSeries(value); } = StatePage.CheckSeries(Series);

    /// <summary>How many pages at most, from the end with the highest keys; <see langword="null"/> for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int? Latest
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value.GetValueOrDefault(), nameof(value));
            field = value;
        }
    }
}

/// <summary>A page to be written.</summary>
/// <param name="Series">The series' name.</param>
/// <param name="Key">The page's number.</param>
/// <param name="SeenVersion">The version that was read; 0 when the page was not there.</param>
/// <param name="Content">What is to be on it.</param>
/// <param name="ExpiresAt">From when on nobody needs the page; kept in whole seconds, rounded up.</param>
public sealed record StateWrite(string Series, long Key, long SeenVersion, ReadOnlyMemory<byte> Content, DateTimeOffset ExpiresAt)
{
    /// <summary>The series' name.</summary>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public string Series { get; init => field = StatePage.CheckSeries(value); } = StatePage.CheckSeries(Series);

    /// <summary>What is to be on the page.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has more than <see cref="StatePage.MaxContentBytes"/>.</exception>
    public ReadOnlyMemory<byte> Content { get; init => field = StatePage.CheckContent(value); } = StatePage.CheckContent(Content);

    /// <summary><see cref="ExpiresAt"/> as it is kept: seconds since 1970, rounded up. The page is there while the time is before it.</summary>
    public long ExpiresAtSeconds
    {
        get
        {
            var seconds = ExpiresAt.ToUnixTimeSeconds();
            return DateTimeOffset.FromUnixTimeSeconds(seconds) == ExpiresAt ? seconds : seconds + 1;
        }
    }
}
