namespace CloudTrailLambda.Cli.Coverage;

/// <summary>Two rules of different folders that are likely about the same act: they share a technique and a call.</summary>
/// <param name="Technique">The technique; sub-techniques count as theirs, since authors choose differently among them.</param>
/// <param name="Calls">The names, or sources, that both have.</param>
/// <param name="First">The rule of the folder that was named first.</param>
/// <param name="Second">The other.</param>
internal sealed record RuleOverlap(string Technique, IReadOnlyList<string> Calls, CountedRule First, CountedRule Second)
{
    /// <summary>By technique; in each by the second rule, so that what one of theirs may double stands together.</summary>
    public static IReadOnlyList<RuleOverlap> AllOf(IReadOnlyList<CountedRule> rules)
    {
        var overlaps = new List<RuleOverlap>();
        foreach (var technique in rules.SelectMany(rule => Techniques(rule).Select(id => (id, rule))).GroupBy(pair => pair.id, pair => pair.rule, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            foreach (var second in technique)
            {
                foreach (var first in technique.Where(first => first.Folder < second.Folder))
                {
                    if (first.Calls.InCommon(second.Calls) is { Count: > 0 } calls) overlaps.Add(new RuleOverlap(technique.Key, calls, first, second));
                }
            }
        }

        return overlaps;
    }

    private static IEnumerable<string> Techniques(CountedRule rule) => AttackMatrix.Known.TechniquesOf(rule.Header).Select(AttackTechnique.Base).Distinct(StringComparer.Ordinal);
}
