using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Cli.Coverage;

/// <summary>What rules cover, counted; how it looks is another matter.</summary>
internal sealed class CoverageReport
{
    public CoverageReport(RuleSet rules, IReadOnlyList<string> paths)
    {
        Folders = new RuleFolders(paths);
        Rules = CountedRule.AllOf(rules, Folders);
        Tactics = TacticCoverage.AllOf(Rules, AttackMatrix.Known);
        Controls = CisBenchmark.CoveredBy(Rules);
        Overlaps = RuleOverlap.AllOf(Rules);
        WaitingCount = rules.Waiting.Count();
    }

    public RuleFolders Folders { get; }

    /// <summary>Every rule and correlation that is reported.</summary>
    public IReadOnlyList<CountedRule> Rules { get; }

    public IReadOnlyList<TacticCoverage> Tactics { get; }

    public IReadOnlyList<CisCoverage> Controls { get; }

    /// <summary>Empty unless there are several folders.</summary>
    public IReadOnlyList<RuleOverlap> Overlaps { get; }

    /// <summary>How many rules and correlations find nothing until a list that they need has values.</summary>
    public int WaitingCount { get; }

    /// <summary>Rules that stand nowhere in the matrix.</summary>
    public IEnumerable<CountedRule> WithoutTechnique => Rules.Where(rule => !rule.Header.Techniques.Any());
}
