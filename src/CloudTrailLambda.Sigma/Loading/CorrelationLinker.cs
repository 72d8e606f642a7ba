using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Parsing;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Loading;

/// <summary>Resolves what correlations refer to and puts each after the correlations that feed it.</summary>
internal sealed class CorrelationLinker(
    IReadOnlyList<CorrelationDraft> drafts, ReferenceIndex byReference, Action<SourceLocation, string, string?> error)
{
    /// <summary>Chains longer than this are no rule that a person wrote; following them takes the stack.</summary>
    private const int MaxChainLength = 32;

    private readonly List<SigmaCorrelation> _linked = [];
    private readonly State[] _states = new State[drafts.Count];
    private readonly int[] _positions = new int[drafts.Count];

    private enum State
    {
        Untouched,
        InProgress,
        Linked,
        Refused,
    }

    public IReadOnlyList<SigmaCorrelation> Link()
    {
        for (var i = 0; i < drafts.Count; i++) LinkOne(i, chainLength: 1);
        return _linked;
    }

    private bool LinkOne(int draftIndex, int chainLength)
    {
        switch (_states[draftIndex])
        {
            case State.Linked:
                return true;
            case State.Refused:
                return false;
            case State.InProgress:
                error(drafts[draftIndex].Header.Location, $"the correlation '{drafts[draftIndex].Header.Title}' refers to itself, directly or through others", null);
                return false;
        }

        var draft = drafts[draftIndex];
        if (chainLength > MaxChainLength)
        {
            error(draft.Header.Location, $"the correlation '{draft.Header.Title}' stands in a chain of more than {MaxChainLength} correlations", null);
            _states[draftIndex] = State.Refused;
            return false;
        }

        _states[draftIndex] = State.InProgress;
        var inputs = draft.Rules.Select(reference => Resolve(draft, reference, chainLength)).ToArray();
        var isRepeated = IsRepeated(draft);
        var aliases = ResolveAliases(draft);
        var expression = draft.Expression is null || inputs.Contains(null) ? null : ParseExpression(draft);
        if (draft.Type == CorrelationType.NewValue && Array.Exists(inputs, input => input is { IsCorrelation: true }))
        {
            error(draft.Header.Location, $"'{draft.Header.Title}' is of type new_value and watches rules only, not other correlations", null);
            _states[draftIndex] = State.Refused;
            return false;
        }

        var isRefused = inputs.Contains(null) || isRepeated || aliases is null || (draft.Expression is not null && expression is null);
        _states[draftIndex] = isRefused ? State.Refused : State.Linked;
        if (isRefused) return false;
        _positions[draftIndex] = _linked.Count;
        _linked.Add(new SigmaCorrelation
        {
            Header = draft.Header,
            Type = draft.Type,
            Inputs = inputs!,
            GroupBy = draft.GroupBy,
            Timespan = draft.Timespan,
            Learning = draft.Learning,
            Bounds = draft.Bounds,
            Expression = expression,
            Fields = draft.Fields,
            Percentile = draft.Percentile,
            Aliases = aliases!,
            Generate = draft.Generate,
        });
        return true;
    }

    private CorrelationInput? Resolve(CorrelationDraft draft, RuleReference reference, int chainLength)
    {
        if (byReference.Find(reference.Text) is not { } target)
        {
            error(reference.Location, $"the correlation '{draft.Header.Title}' refers to '{reference.Text}', and no rule that loads is called that", Suggestion.For(reference.Text, byReference.Names));
            return null;
        }

        if (!target.IsCorrelation) return new CorrelationInput(reference.Text, IsCorrelation: false, target.Index);
        return LinkOne(target.Index, chainLength + 1) ? new CorrelationInput(reference.Text, IsCorrelation: true, _positions[target.Index]) : null;
    }

    // The same rule twice would see every event twice.
    private bool IsRepeated(CorrelationDraft draft)
    {
        for (var i = 0; i < draft.Rules.Count; i++)
        {
            if (IndexOf(draft, draft.Rules[i].Text) == i) continue;
            error(draft.Rules[i].Location, $"'{draft.Rules[i].Text}' stands twice among the correlation's rules", null);
            return true;
        }

        return false;
    }

    private Dictionary<string, IReadOnlyDictionary<int, string>>? ResolveAliases(CorrelationDraft draft)
    {
        foreach (var reference in draft.AliasRules.Where(reference => IndexOf(draft, reference.Text) < 0))
        {
            error(reference.Location, $"the alias names '{reference.Text}', which is not among the correlation's rules", null);
            return null;
        }

        return draft.Aliases.ToDictionary(
            alias => alias.Key,
            alias => FieldsByInput(draft, alias.Value),
            StringComparer.Ordinal);
    }

    // The alias may call one rule by its id and by its name: the last one written counts.
    private IReadOnlyDictionary<int, string> FieldsByInput(CorrelationDraft draft, IReadOnlyDictionary<string, string> fieldsByReference)
    {
        var fields = new Dictionary<int, string>();
        foreach (var (reference, field) in fieldsByReference) fields[IndexOf(draft, reference)] = field;
        return fields;
    }

    private InputExpression? ParseExpression(CorrelationDraft draft)
    {
        var log = new DiagnosticLog(draft.Header.Location.File);
        var expression = BooleanExpression<InputExpression>.Parse(draft.Expression!, log, new(
            operand => Leaf(draft, operand, log),
            parts => parts.Count == 1 ? parts[0] : new InputExpression.All(parts),
            parts => parts.Count == 1 ? parts[0] : new InputExpression.Any(parts),
            part => new InputExpression.Not(part)));
        foreach (var entry in log.Entries) error(entry.Location, entry.Message, entry.Hint);
        return expression;
    }

    private InputExpression? Leaf(CorrelationDraft draft, Operand operand, DiagnosticLog log)
    {
        var index = operand.Quantifier is null ? IndexOf(draft, operand.Name) : -1;
        if (index >= 0) return new InputExpression.Appears(index);
        log.Error(operand.Location, $"the condition names '{operand.Name}', which is not among the correlation's rules", Suggestion.For(operand.Name, draft.Rules.Select(rule => rule.Text)));
        return null;
    }

    // A rule may be listed by id and aliased by name, or the other way round: compare what the references resolve to.
    private int IndexOf(CorrelationDraft draft, string reference)
    {
        for (var i = 0; i < draft.Rules.Count; i++)
        {
            if (IsSame(reference, draft.Rules[i].Text)) return i;
        }

        return -1;
    }

    private bool IsSame(string reference, string other) =>
        reference == other || (byReference.Find(reference) is { } target && target == byReference.Find(other));
}
