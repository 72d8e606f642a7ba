using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Rules;

/// <summary>A detection rule: a condition on a single record. Filters that name it are already part of the condition.</summary>
/// <param name="Header">What it says of itself.</param>
/// <param name="Condition">When a record matches.</param>
public sealed record SigmaRule(RuleHeader Header, Condition Condition)
{
    /// <summary>Lists without values that it needs. While there are any, no record matches.</summary>
    public IReadOnlyList<PlaceholderUse> WaitsFor { get; init; } = [];

    /// <summary>Whether it is evaluated.</summary>
    public bool IsActive => WaitsFor.Count == 0;
}

/// <summary>A filter: a condition that is ANDed into the rules that it names.</summary>
/// <param name="Header">What it says of itself.</param>
/// <param name="Condition">What must hold besides.</param>
/// <param name="Targets">Ids, names or titles of rules; empty = every rule of the filter's log source.</param>
internal sealed record SigmaFilter(RuleHeader Header, Condition Condition, IReadOnlyList<RuleReference> Targets)
{
    /// <summary>Lists without values that it needs. While there are any, it filters nothing.</summary>
    public required IReadOnlyList<PlaceholderUse> WaitsFor { get; init; }
}

/// <summary>A rule named by another document, and where.</summary>
internal sealed record RuleReference(string Text, Diagnostics.SourceLocation Location);
