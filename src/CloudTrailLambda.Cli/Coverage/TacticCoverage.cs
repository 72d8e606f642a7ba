using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Cli.Coverage;

/// <summary>A column of the matrix with the rules of its techniques.</summary>
/// <param name="Tactic">The tactic.</param>
/// <param name="Techniques">In the order of ids, those without a rule as well.</param>
internal sealed record TacticCoverage(AttackTactic Tactic, IReadOnlyList<TechniqueCoverage> Techniques)
{
    /// <summary>ATT&amp;CK's tactics in its order, then those that only rules name.</summary>
    public static IReadOnlyList<TacticCoverage> AllOf(IReadOnlyList<CountedRule> rules, AttackMatrix matrix)
    {
        var named = rules.SelectMany(rule => Places(rule.Header, matrix).Select(place => (place.Tactic, place.Technique, Rule: rule)))
            .ToLookup(place => place.Tactic, StringComparer.Ordinal);
        var others = named.Select(group => group.Key).Where(tag => !matrix.Tactics.Any(tactic => tactic.Tag == tag)).Order(StringComparer.Ordinal);
        return
        [
            .. matrix.Tactics.Concat(others.Select(tag => new AttackTactic("", tag, tag.Length > 0 ? tag : "No tactic")))
                .Select(tactic => new TacticCoverage(tactic, TechniquesOf(tactic, named[tactic.Tag].ToLookup(place => place.Technique, place => place.Rule, StringComparer.Ordinal), matrix))),
        ];
    }

    private static TechniqueCoverage[] TechniquesOf(AttackTactic tactic, ILookup<string, CountedRule> rules, AttackMatrix matrix) =>
    [
        .. matrix.Techniques.Where(technique => technique.Tactics.Contains(tactic.Tag, StringComparer.Ordinal)).Select(technique => technique.Id)
            .Union(rules.Select(group => group.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(id => new TechniqueCoverage(matrix.Find(id) ?? new AttackTechnique(id, "", []), [.. rules[id]])),
    ];

    // Of the tactics of a rule each technique is meant where ATT&CK has it. Where it has it in none of them, lint says so, and ATT&CK's word
    // stands: a matrix with techniques in foreign columns would be another matrix.
    private static IEnumerable<(string Tactic, string Technique)> Places(RuleHeader header, AttackMatrix matrix)
    {
        var own = matrix.TacticsOf(header).ToArray();
        foreach (var technique in matrix.TechniquesOf(header))
        {
            var listed = matrix.Find(technique)?.Tactics ?? own.DefaultIfEmpty("").ToArray();
            var common = own.Intersect(listed, StringComparer.Ordinal).ToArray();
            foreach (var tactic in common.Length > 0 ? common : listed) yield return (tactic, technique);
        }
    }
}

/// <summary>A technique under one tactic, and the rules that name it there.</summary>
/// <param name="Technique">The technique or sub-technique.</param>
/// <param name="Rules">Most severe first; empty where there is a gap.</param>
internal sealed record TechniqueCoverage(AttackTechnique Technique, IReadOnlyList<CountedRule> Rules)
{
    /// <summary>The highest level among the rules; <see langword="null"/> without any.</summary>
    public Level? Highest => Rules.Count == 0 ? null : Rules.Max(rule => rule.Header.Level);
}
