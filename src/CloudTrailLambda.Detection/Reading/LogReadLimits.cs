namespace CloudTrailLambda.Detection.Reading;

/// <summary>What one log object may cost; everything past a limit becomes a fault.</summary>
/// <exception cref="ArgumentOutOfRangeException">A limit is not positive.</exception>
public sealed record LogReadLimits
{
    /// <summary>The limits that fit CloudTrail.</summary>
    public static LogReadLimits Default { get; } = new();

    /// <summary>The longest record, in bytes; twice what CloudTrail writes at most. It bounds the memory as well.</summary>
    public int MaxRecordBytes
    {
        get;
        init => field = Positive(value);
    } = 512 * 1024;

    /// <summary>How far a gzip object may inflate, in bytes. CloudTrail stays under 50 MB compressed.</summary>
    public long MaxInflatedBytes
    {
        get;
        init => field = Positive(value);
    } = 4L * 1024 * 1024 * 1024;

    /// <summary>The highest ratio of inflated to stored bytes; real logs reach about 30.</summary>
    public int MaxInflationRatio
    {
        get;
        init => field = Positive(value);
    } = 500;

    /// <summary>The ratio is looked at once so many bytes are inflated: small objects may be as repetitive as they like.</summary>
    public long InflationRatioFromBytes
    {
        get;
        init => field = Positive(value);
    } = 64L * 1024 * 1024;

    /// <summary>So many faults about single records are reported; the rest is counted in one last fault.</summary>
    public int MaxFaultsReported
    {
        get;
        init => field = Positive(value);
    } = 20;

    private static T Positive<T>(T value)
        where T : System.Numerics.INumber<T> =>
        value > T.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A limit is positive.");
}
