using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>
/// What to do next, by rule. It is looked up when somebody is told of a finding and not kept with it: an edited runbook shows at once, for
/// findings of any age. Immutable.
/// </summary>
public sealed class Runbooks
{
    private readonly Dictionary<string, string[]> _steps = new(StringComparer.Ordinal);

    /// <summary>Takes the runbooks of rules and correlations.</summary>
    public Runbooks(RuleSet ruleSet)
    {
        foreach (var header in ruleSet.Headers)
        {
            var steps = header.Custom.Runbook.Select(OnOneLine).Where(step => step.Length > 0).ToArray();
            if (steps.Length > 0) _steps.TryAdd(DetectionRules.IdOf(header), steps);
        }
    }

    /// <summary>The steps in the rule's order, each on one line and otherwise as its author wrote it; none if no rule of this id has any.</summary>
    /// <param name="ruleId">The id as findings have it, see <see cref="Findings.FindingRule.Id"/>.</param>
    public IReadOnlyList<string> StepsOf(string ruleId) => _steps.GetValueOrDefault(ruleId, []);

    // YAML's block texts end with a line break and may hold more; whoever shows a step would have to escape them.
    private static string OnOneLine(string step) => string.Join(' ', step.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
