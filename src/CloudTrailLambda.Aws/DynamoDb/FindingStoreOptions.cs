using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>How a <see cref="DynamoDbFindingStore"/> keeps findings.</summary>
public sealed record FindingStoreOptions
{
    /// <summary>How long events and their records are kept after they were written. The finding itself stays while it is open.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public TimeSpan EventRetention
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromDays(365);

    /// <summary>
    /// New events in one transaction, 1 to 90. AWS takes 100 items and 4 MB: the default keeps the largest events that there can be,
    /// five of the largest records and the summary below that.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside of that.</exception>
    public int EventsPerTransaction
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 90);
            field = value;
        }
    } = 32;

    /// <summary>Events of one finding that are kept one by one; only tests choose another number.</summary>
    internal int MaxEventsKept { get; init; } = FindingLimits.MaxEventsKept;
}
