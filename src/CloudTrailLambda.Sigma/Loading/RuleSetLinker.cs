using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Parsing;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Loading;

/// <summary>Joins documents that name each other: filters into rules, rules and correlations into correlations.</summary>
internal sealed class RuleSetLinker(List<Diagnostic> diagnostics)
{
    private readonly Dictionary<string, RuleHeader> _firstById = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, RuleHeader> _firstByName = new(StringComparer.Ordinal);

    public RuleSet Link(IReadOnlyList<SigmaRule> parsedRules, IReadOnlyList<CorrelationDraft> parsedDrafts, IReadOnlyList<SigmaFilter> filters)
    {
        var rules = parsedRules.Where(rule => IsIdNew(rule.Header)).ToArray();
        var drafts = parsedDrafts.Where(draft => IsIdNew(draft.Header)).ToArray();
        foreach (var header in rules.Select(rule => rule.Header).Concat(drafts.Select(draft => draft.Header))) CheckName(header);
        var byReference = new ReferenceIndex(rules.Select(rule => rule.Header).ToArray(), drafts.Select(draft => draft.Header).ToArray());
        var filtered = ApplyFilters(rules, filters, byReference);
        var correlations = WaitingCorrelations.Mark(new CorrelationLinker(drafts, byReference, Error).Link(), filtered);
        foreach (var rule in filtered) Note($"'{rule.Header.Title}'", rule.WaitsFor);
        foreach (var filter in filters) Note($"the filter '{filter.Header.Title}'", filter.WaitsFor);
        foreach (var correlation in correlations) Note($"'{correlation.Header.Title}'", correlation.WaitsFor, correlation.Header.Location);
        return new RuleSet
        {
            Rules = filtered,
            Correlations = correlations,
            IsReported = ReportedRules(filtered.Length, correlations),
            FilterCount = filters.Count,
            FilterFiles = [.. filters.Select(filter => filter.Header.Location.File).Distinct(StringComparer.Ordinal)],
            Diagnostics = diagnostics,
        };
    }

    // The same file given twice, or a copied rule: findings are keyed by the id of a rule or correlation, so no two may share one.
    private bool IsIdNew(RuleHeader header)
    {
        if (header.Id is not { } id || _firstById.TryAdd(id, header)) return true;
        Error(header.Location, $"the id '{id}' is already used by '{_firstById[id].Title}' at {_firstById[id].Location}", "give each document its own UUID");
        return false;
    }

    private void CheckName(RuleHeader header)
    {
        if (header.Name is not { } name || _firstByName.TryAdd(name, header)) return;
        Warn(header.Location, $"the name '{name}' is already used by '{_firstByName[name].Title}' at {_firstByName[name].Location}", "who refers to it means that one");
    }

    private SigmaRule[] ApplyFilters(IReadOnlyList<SigmaRule> rules, IReadOnlyList<SigmaFilter> filters, ReferenceIndex byReference)
    {
        var additional = new List<Condition>[rules.Count];
        foreach (var filter in filters)
        {
            // Whom it names is checked all the same.
            var targets = FilterTargets(filter, rules, byReference);
            if (filter.WaitsFor.Count > 0) continue;
            foreach (var target in targets) (additional[target] ??= []).Add(filter.Condition);
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
            else Warn(reference.Location, $"the filter names '{reference.Text}', and no rule is called that", "name detection rules by id, name or title; correlations cannot be filtered");
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

    private void Note(string who, IReadOnlyList<PlaceholderUse> waitsFor, SourceLocation? location = null)
    {
        if (waitsFor.Count == 0) return;
        var lists = string.Join(" and ", waitsFor.Select(use => $"%{use.Name}%"));
        var message = $"{who} is inactive until {lists} {(waitsFor.Count == 1 ? "has" : "have")} values";
        var files = string.Join(", ", waitsFor.Select(use => use.DeclaredIn).Distinct(StringComparer.Ordinal));
        diagnostics.Add(new Diagnostic(DiagnosticSeverity.Note, location ?? waitsFor[0].Location, message, files));
    }

    private void Error(SourceLocation location, string message, string? hint) =>
        diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, location, message, hint));

    private void Warn(SourceLocation location, string message, string? hint) =>
        diagnostics.Add(new Diagnostic(DiagnosticSeverity.Warning, location, message, hint));
}
