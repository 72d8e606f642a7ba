using System.Diagnostics;
using System.IO.Compression;
using CloudTrailLambda.Benchmarks.Generation;

namespace CloudTrailLambda.Benchmarks.Measurements;

/// <summary>
/// Measures what reading a gzipped log costs before any rule is looked at: (a) inflate, (b) inflate and walk the tokens.
/// A stopwatch in one process and thread, for the answer is wanted in seconds on noisy machines: compare best rounds.
/// </summary>
internal static class ReadingBenchmark
{
    private const int BufferBytes = 64 * 1024;

    public static void Run(TextWriter output, int records, int seed, int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(records);
        var started = Stopwatch.GetTimestamp();
        var totals = new CloudTrailGenerator(seed, new GeneratorOptions()).WriteRecords(Stream.Null, records);
        var generating = Stopwatch.GetElapsedTime(started);
        output.WriteLine($"generated {totals.Records / generating.TotalSeconds:N0} records/s");

        var gzipped = Compress(records, seed);
        output.WriteLine(
            $"{totals.Records:N0} records, {totals.Attacks:N0} planted, {totals.Bytes:N0} bytes, gzip {(double)totals.Bytes / gzipped.Length:F1}:1");
        var buffer = new byte[BufferBytes];
        output.WriteLine(Timing.Of(() => Inflate(gzipped, buffer), rounds).Describe("a: inflate", records));
        output.WriteLine(Timing.Of(() => Walk(gzipped, buffer), rounds).Describe("b: inflate + token walk", records));
    }

    private static byte[] Compress(int records, int seed)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
        {
            new CloudTrailGenerator(seed, new GeneratorOptions()).WriteRecords(gzip, records);
        }

        return memory.ToArray();
    }

    private static void Inflate(byte[] gzipped, byte[] buffer)
    {
        using var gzip = new GZipStream(new MemoryStream(gzipped), CompressionMode.Decompress);
        while (gzip.Read(buffer) > 0)
        {
            // Read to the end: the bytes themselves are not wanted.
        }
    }

    private static void Walk(byte[] gzipped, byte[] buffer)
    {
        using var gzip = new GZipStream(new MemoryStream(gzipped), CompressionMode.Decompress);
        TokenWalk.Count(gzip, buffer);
    }
}
