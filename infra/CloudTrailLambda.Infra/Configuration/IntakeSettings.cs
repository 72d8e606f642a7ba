namespace CloudTrailLambda.Infra.Configuration;

/// <summary>How the queue is read.</summary>
internal sealed record IntakeSettings(int BatchSize, int BatchingWindowSeconds, int MaxConcurrency, int MaxReceiveCount)
{
    /// <summary>Lambda takes more than this in one batch only if it may wait for them.</summary>
    private const int LargestBatchAtOnce = 10;

    public static IntakeSettings Read(SettingsReader reader)
    {
        var settings = new IntakeSettings(
            reader.Number("batchSize", LargestBatchAtOnce, 1, 100),
            reader.Number("batchingWindowSeconds", 0, 0, 300, "0 to 300, at least 1 if batchSize is over 10"),
            reader.Number("maxConcurrency", 5, 2, 1000),
            reader.Number("maxReceiveCount", 6, 5, 1000));
        if (settings.BatchSize > LargestBatchAtOnce && settings.BatchingWindowSeconds == 0)
            reader.Problem($"batchingWindowSeconds: '0' is not allowed; allowed is 1 to 300 with a batchSize over {LargestBatchAtOnce} (it is {settings.BatchSize})");
        return settings;
    }
}
