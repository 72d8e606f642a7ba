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
}

/// <summary>Consecutive pages of one series.</summary>
/// <param name="Series">The series' name: 1 to <see cref="StatePage.MaxSeriesLength"/> letters, digits, <c>-</c> and <c>:</c>.</param>
/// <param name="First">The first key.</param>
/// <param name="Last">The last key, included.</param>
public sealed record StateRange(string Series, long First, long Last)
{
    /// <summary>How many pages at most, from the end with the highest keys; <see langword="null"/> for all.</summary>
    public int? Latest { get; init; }
}

/// <summary>A page to be written.</summary>
/// <param name="Series">The series' name.</param>
/// <param name="Key">The page's number.</param>
/// <param name="SeenVersion">The version that was read; 0 when the page was not there.</param>
/// <param name="Content">What is to be on it.</param>
/// <param name="ExpiresAt">From when on nobody needs the page; kept in whole seconds, rounded up.</param>
public sealed record StateWrite(string Series, long Key, long SeenVersion, ReadOnlyMemory<byte> Content, DateTimeOffset ExpiresAt);
