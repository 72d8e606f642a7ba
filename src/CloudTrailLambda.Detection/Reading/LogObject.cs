namespace CloudTrailLambda.Detection.Reading;

/// <summary>One object to be read.</summary>
/// <param name="Name">The path, or <c>s3://bucket/key</c>, as people are shown it.</param>
/// <param name="SizeBytes">The stored (compressed) size in bytes; <see langword="null"/> when not known.</param>
public sealed record LogObject(string Name, long? SizeBytes = null)
{
    /// <summary>The version that was announced, where the storage has versions; <see langword="null"/> for the latest.</summary>
    public string? VersionId { get; init; }

    /// <summary>When it was announced; <see langword="null"/> when nobody said.</summary>
    public DateTimeOffset? AnnouncedAt { get; init; }

    /// <summary>
    /// The kind, from the folders of <see cref="Name"/>. Of files' own names only that of one is looked at, which AWS Config writes to
    /// see whether it may.
    /// </summary>
    /// <remarks>
    /// "Delivery channel" in the AWS Config developer guide, whose oversized notifications stand in a folder beside <c>ConfigHistory</c>;
    /// "Exporting findings" in the GuardDuty user guide.
    /// </remarks>
    public LogObjectKind Kind { get; } = KindOf(Name);

    private static LogObjectKind KindOf(ReadOnlySpan<char> name)
    {
        var kind = LogObjectKind.Unknown;
        var belowConfig = false;
        while (name.IndexOfAny('/', '\\') is var end and >= 0)
        {
            var folder = name[..end];
            name = name[(end + 1)..];
            var named = folder switch
            {
                "CloudTrail" => LogObjectKind.CloudTrail,
                "CloudTrail-Insight" => LogObjectKind.Insight,
                "CloudTrail-NetworkActivity" => LogObjectKind.NetworkActivity,
                "CloudTrail-Aggregated" => LogObjectKind.Aggregated,
                "CloudTrail-Digest" => LogObjectKind.Digest,
                // Anyone may call a folder ConfigHistory; AWS Config writes it below Config.
                "ConfigHistory" when belowConfig => LogObjectKind.ConfigHistory,
                "ConfigSnapshot" when belowConfig => LogObjectKind.ConfigSnapshot,
                "OversizedChangeNotification" when belowConfig => LogObjectKind.ConfigNotification,
                "GuardDuty" => LogObjectKind.GuardDuty,
                _ => LogObjectKind.Unknown,
            };
            belowConfig |= folder is "Config";
            // The last folder wins: a bucket's prefix may carry any of these names.
            kind = named == LogObjectKind.Unknown ? kind : named;
        }

        return belowConfig && name is "ConfigWritabilityCheckFile" ? LogObjectKind.ConfigCheck : kind;
    }
}
