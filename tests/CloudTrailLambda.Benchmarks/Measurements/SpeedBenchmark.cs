using System.Globalization;
using System.IO.Compression;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Benchmarks.Measurements;

/// <summary>
/// What the whole path costs beside what cannot be avoided: (a) inflating, (b) inflating and walking the tokens,
/// (c) the whole path with all rules into a SQLite file, and (c) again with ten times as many rules.
/// </summary>
internal static class SpeedBenchmark
{
    private const int RuleFactor = 10;
    private const int BufferBytes = 64 * 1024;
    private const string Inflating = "a: inflate";
    private const string Walking = "b: inflate + token walk";
    private const string WholePath = "c: whole path, all rules";
    private const string WholePathManyRules = "c10: whole path, ten times as many rules";

    public static void Run(TextWriter output, string rulesPath, int records, int seed, int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(records);
        var log = new MemoryLog();
        var totals = log.Add("generated.json.gz", records, seed);
        var gzipped = log["generated.json.gz"];
        var rules = RuleSetLoader.LoadPaths([rulesPath]);
        output.WriteLine($"{totals.Records:N0} records, {totals.Attacks:N0} planted, {totals.Bytes:N0} bytes, gzip {(double)totals.Bytes / gzipped.Length:F1}:1; {rules.Rules.Count} rules, {rules.Correlations.Count} correlations");

        var buffer = new byte[BufferBytes];
        var contest = new Contest(rounds);
        contest.Add(Inflating, () => Inflate(gzipped, buffer));
        contest.Add(Walking, () => Walk(gzipped, buffer));
        var all = new DetectionRules(rules);
        var many = new DetectionRules(RuleVariants.Multiply(rules, RuleFactor));
        var found = new RunTotals();
        contest.Add(WholePath, () => found = WholePathScan.Run(log, all, maxParallelObjects: 1));
        contest.Add(WholePathManyRules, () => WholePathScan.Run(log, many, maxParallelObjects: 1));
        contest.Run();
        contest.Write(output, records);
        output.WriteLine($"matches {found.Matches:N0}, new events {found.NewEvents:N0}, faults {found.Faults:N0}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"c/b   {contest.Best(WholePath) / contest.Best(Walking):F2}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"c10/c {contest.Best(WholePathManyRules) / contest.Best(WholePath):F2}"));
    }

    /// <summary>Several files in one thread and on all cores.</summary>
    public static void RunParallel(TextWriter output, string rulesPath, int records, int seed, int rounds)
    {
        const int Files = 8;
        const string OneThread = "one thread";
        var allCores = $"{Environment.ProcessorCount} cores";
        var log = new MemoryLog();
        for (var file = 0; file < Files; file++) log.Add($"{file}.json.gz", records / Files, seed + file);
        var rules = new DetectionRules(RuleSetLoader.LoadPaths([rulesPath]));
        var contest = new Contest(rounds);
        contest.Add(OneThread, () => WholePathScan.Run(log, rules, maxParallelObjects: 1));
        contest.Add(allCores, () => WholePathScan.Run(log, rules, Environment.ProcessorCount));
        contest.Run();
        contest.Write(output, records);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"speed-up {contest.Best(OneThread) / contest.Best(allCores):F2}"));
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
