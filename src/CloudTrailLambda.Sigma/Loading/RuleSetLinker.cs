using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Parsing;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Loading;

/// <summary>Joins documents that name each other: filters into rules, rules and correlations into correlations.</summary>
internal sealed class RuleSetLinker(List<Diagnostic> diagnostics)
{
    public RuleSet Link(IReadOnlyList<SigmaRule> parsedRules, IReadOnlyList<CorrelationDraft> drafts, IReadOnlyList<SigmaFilter> filters)
    {
        var firstById = new Dictionary<string, RuleHeader>(StringComparer.OrdinalIgnoreCase);
        var rules = parsedRules.Where(rule => IsFirstOfItsId(rule.Header, firstById)).ToArray();
        drafts = drafts.Where(draft => IsFirstOfItsId(draft.Header, firstById)).ToArray();
        var byReference = new ReferenceIndex(rules.Select(rule => rule.Header).ToArray(), drafts.Select(draft => draft.Header).ToArray());
        var filtered = ApplyFilters(rules, filters, byReference);
        var correlations = new CorrelationLinker(drafts, byReference, Error).Link();
        return new RuleSet
        {
            Rules = filtered,
            Correlations = correlations,
            IsReported = ReportedRules(filtered.Length, correlations),
            FilterCount = filters.Count,
            Diagnostics = diagnostics,
        };
    }

    // The same file given twice, or a copied rule: findings are keyed by id, so no two documents may share one.
    private bool IsFirstOfItsId(RuleHeader header, Dictionary<string, RuleHeader> firstById)
    {
        if (header.Id is not { } id || firstById.TryAdd(id, header)) return true;
        Error(header.Location, $"the id '{id}' is already used by '{firstById[id].Title}' at {firstById[id].Location}", "give each document its own UUID");
        return false;
    }

    private SigmaRule[] ApplyFilters(IReadOnlyList<SigmaRule> rules, IReadOnlyList<SigmaFilter> filters, ReferenceIndex byReference)
    {
        var additional = new List<Condition>[rules.Count];
        foreach (var filter in filters)
        {
            foreach (var target in FilterTargets(filter, rules, byReference)) (additional[target] ??= []).Add(filter.Condition);
        }

        return rules.Select((rule, i) => additional[i] is null ? rule : rule with { Condition = Condition.AllOf([rule.Condition, .. additional[i]]) }).ToArray();
    }

    private HashSet<int> FilterTargets(SigmaFilter filter, IReadOnlyList<SigmaRule> rules, ReferenceIndex byReference)
    {
        var targets = new HashSet<int>();
        if (filter.Targets.Count == 0)
        {
            for (var i = 0; i < rules.Count; i++)
            {
                if (filter.Header.LogSource.Covers(rules[i].Header.LogSource)) targets.Add(i);
            }
        }

        foreach (var reference in filter.Targets)
        {
            if (byReference.Find(reference.Text) is { IsCorrelation: false } found) AddIfCovered(filter, reference, rules, found.Index, targets);
            else Warn(reference.Location, $"the filter names '{reference.Text}', and no rule is called that", "name rules by id, name or title");
        }

        return targets;
    }

    // A filter says which log source it was written for; applied to another it would silence what nobody looked at.
    private void AddIfCovered(SigmaFilter filter, RuleReference reference, IReadOnlyList<SigmaRule> rules, int index, HashSet<int> targets)
    {
        if (filter.Header.LogSource.Covers(rules[index].Header.LogSource)) targets.Add(index);
        else Warn(reference.Location, $"the filter's logsource does not cover that of '{reference.Text}', so it is not applied to it", hint: null);
    }

    private static bool[] ReportedRules(int ruleCount, IReadOnlyList<SigmaCorrelation> correlations)
    {
        var isReported = Enumerable.Repeat(element: true, ruleCount).ToArray();
        foreach (var input in correlations.SelectMany(correlation => correlation.Inputs).Where(input => !input.IsCorrelation)) isReported[input.Index] = false;
        foreach (var input in correlations.Where(correlation => correlation.Generate).SelectMany(correlation => correlation.Inputs))
        {
            if (!input.IsCorrelation) isReported[input.Index] = true;
        }

        return isReported;
    }

    private void Error(SourceLocation location, string message, string? hint) =>
        diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, location, message, hint));

    private void Warn(SourceLocation location, string message, string? hint) =>
        diagnostics.Add(new Diagnostic(DiagnosticSeverity.Warning, location, message, hint));
}
