using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using CloudTrailLambda.Benchmarks.Generation;

namespace CloudTrailLambda.Benchmarks.Measurements;

/// <summary>Scans one file that inflates to a gigabyte, in a process of its own, and reports that process's peak working set.</summary>
internal static class MemoryBenchmark
{
    private const long TargetBytes = 1_000_000_000;
    private const int BytesPerRecord = 1_449;

    public static int Run(TextWriter output, string rulesPath, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("trail-memory-").FullName;
        try
        {
            var log = Path.Combine(folder, "gigabyte.json.gz");
            GenerationTotals totals;
            using (var gzip = new GZipStream(File.Create(log), CompressionLevel.Fastest))
            {
                totals = new CloudTrailGenerator(seed, new GeneratorOptions()).WriteRecords(gzip, TargetBytes / BytesPerRecord);
            }

            output.WriteLine($"{totals.Records:N0} records, {totals.Bytes:N0} bytes inflated, {new FileInfo(log).Length:N0} stored");
            return Scan(output, log, rulesPath, Path.Combine(folder, "findings.db"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Scan(TextWriter output, string log, string rulesPath, string database)
    {
        var trail = Path.Combine(AppContext.BaseDirectory, "trail.dll");
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [trail, "scan", log, "--rules", rulesPath, "--db", database, "--output", "jsonl"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var peakBytes = 0L;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(20)))
        {
            process.Refresh();
            if (!process.HasExited) peakBytes = Math.Max(peakBytes, process.PeakWorkingSet64);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"exit code {process.ExitCode}, {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s, peak working set {peakBytes / 1_000_000.0:F0} MB"));
        return process.ExitCode;
    }
}
