using CloudTrailLambda.Cli.Sqlite;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Benchmarks.Measurements;

/// <summary>The whole path: logs from memory, findings into a SQLite file, correlations in memory.</summary>
internal static class WholePathScan
{
    public static RunTotals Run(MemoryLog log, DetectionRules rules, int maxParallelObjects)
    {
        var database = Path.Combine(Path.GetTempPath(), $"benchmark-{Environment.ProcessId}.db");
        try
        {
            using var store = SqliteFindingStore.Open(database, TimeProvider.System);
            var pipeline = new DetectionPipeline(rules, log, store, new PipelineOptions { MaxParallelObjects = maxParallelObjects }, Correlator.InMemory(rules, TimeProvider.System));
            return pipeline.RunAsync(log.Objects, new SilentListener(), CancellationToken.None).GetAwaiter().GetResult();
        }
        finally
        {
            foreach (var suffix in (string[])["", "-wal", "-shm"]) File.Delete(database + suffix);
        }
    }

    private sealed class SilentListener : IRunListener
    {
        public void OnFault(LogObject logObject, ReadFault fault) => throw new InvalidDataException(fault.Message);

        public void OnNote(LogObject logObject, ReadNote note)
        {
        }

        public void OnDone(LogObject logObject)
        {
        }
    }
}
