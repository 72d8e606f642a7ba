using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Loading;

/// <summary>Looks at rules that load for what their users will miss or misread.</summary>
public static class RuleLint
{
    /// <summary>The highest count that a durable correlation keeps events for.</summary>
    public const int MaxCount = 2_000;

    /// <summary>Warnings, in the order of rules and correlations.</summary>
    public static IReadOnlyList<Diagnostic> Check(RuleSet rules)
    {
        var warnings = new List<Diagnostic>();
        for (var i = 0; i < rules.Rules.Count; i++)
        {
            // Rules that only feed correlations are never shown to anybody.
            if (rules.IsReported[i]) CheckHeader(rules.Rules[i].Header, warnings);
        }

        foreach (var correlation in rules.Correlations)
        {
            CheckHeader(correlation.Header, warnings);
            CheckBounds(correlation, warnings);
            if (correlation.Type == CorrelationType.NewValue)
            {
                // That a late event can show a value to be old is in the nature of the type, and no wording of the rule changes it.
                if (correlation.Learning == TimeSpan.Zero) Warn(warnings, correlation.Header, "without 'learning' everything that a group shows at first is new", "add e.g. `learning: 14d`");
            }
            else if (!WindowEvaluator.IsMonotone(correlation))
            {
                Warn(warnings, correlation.Header, "later events can undo this correlation's condition, so its findings depend on what has arrived", "gt and gte cannot be undone");
            }
        }

        return warnings;
    }

    private static void CheckBounds(SigmaCorrelation correlation, List<Diagnostic> warnings)
    {
        if (correlation.Type is CorrelationType.EventCount or CorrelationType.ValueCount && correlation.Bounds.Any(bound => bound.Value > MaxCount))
        {
            Warn(warnings, correlation.Header, $"counts above {MaxCount} are not kept from one file to the next", "lower the bound and shorten the timespan");
        }
    }

    private static void CheckHeader(RuleHeader header, List<Diagnostic> warnings)
    {
        if (header.Id is null) Warn(warnings, header, $"'{header.Title}' has no id: its findings change when its title does", "add a UUID");
        if (!header.HasLevel) Warn(warnings, header, $"'{header.Title}' has no level and counts as medium", "add `level: …`");
        if (header.Description.Length == 0) Warn(warnings, header, $"'{header.Title}' does not say what it means", "add a description");
        if (!header.Techniques.Any()) Warn(warnings, header, $"'{header.Title}' names no ATT&CK technique", "add a tag such as attack.t1098");
    }

    private static void Warn(List<Diagnostic> warnings, RuleHeader header, string message, string hint) =>
        warnings.Add(new Diagnostic(DiagnosticSeverity.Warning, header.Location, message, hint));
}
