using System.Globalization;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Benchmarks.Measurements;

/// <summary>What correlations cost: the whole path with all rules, and without the correlations and what only feeds them.</summary>
internal static class CorrelationBenchmark
{
    private const string Correlations = "correlations";
    private const string Without = "without correlations";
    private const string With = "with correlations";

    public static void Run(TextWriter output, string rulesPath, int records, int seed, int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(records);
        var log = new MemoryLog();
        log.Add("generated.json.gz", records, seed);
        var all = RuleSetLoader.LoadPaths([rulesPath]);
        var single = RuleSetLoader.LoadPaths([.. Directory.GetDirectories(rulesPath).Where(folder => Path.GetFileName(folder) != Correlations)]);
        output.WriteLine($"{records:N0} records; {single.Rules.Count} rules, and {all.Rules.Count - single.Rules.Count} more that feed {all.Correlations.Count} correlations");

        var contest = new Contest(rounds);
        var found = new RunTotals();
        var (rulesWith, rulesWithout) = (new DetectionRules(all), new DetectionRules(single));
        contest.Add(Without, () => WholePathScan.Run(log, rulesWithout, maxParallelObjects: 1));
        contest.Add(With, () => found = WholePathScan.Run(log, rulesWith, maxParallelObjects: 1));
        contest.Run();
        contest.Write(output, records);
        output.WriteLine($"matches {found.Matches:N0}, new findings {found.NewFindings:N0}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"with/without {contest.Best(With) / contest.Best(Without):F2}"));
    }
}
