namespace CloudTrailLambda.Infra.Configuration;

/// <summary>The function's size.</summary>
/// <param name="ReservedConcurrency">How many copies are set aside for it, and at most run; 0 for no reservation.</param>
internal sealed record DetectorSettings(int MemoryMb, int TimeoutSeconds, int ReservedConcurrency, bool Tracing, int LogRetentionDays)
{
    public static DetectorSettings Read(SettingsReader reader) => new(
        reader.Number("memoryMb", 1024, 256, 10240),
        // The queue hides a message for six times as long, and at most for 12 hours; 900 s is the most that a function may run.
        reader.Number("timeoutSeconds", 120, 10, 900),
        reader.Number("reservedConcurrency", 0, 0, 1000, "0 (none), or maxConcurrency to 1000"),
        reader.Flag("tracing", false),
        LogRetention.Read(reader, "logRetentionDays"));
}
