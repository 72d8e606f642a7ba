using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Rules;

/// <summary>The correlation types of the Sigma correlation specification, and one extension of our own.</summary>
public enum CorrelationType
{
    /// <summary>Number of matching events.</summary>
    EventCount,

    /// <summary>Number of distinct values (or tuples) of a field.</summary>
    ValueCount,

    /// <summary>Different rules matching near each other in time.</summary>
    Temporal,

    /// <summary>The same, in the order of the rules.</summary>
    TemporalOrdered,

    /// <summary>Sum of a numeric field.</summary>
    ValueSum,

    /// <summary>Average of a numeric field.</summary>
    ValueAvg,

    /// <summary>A percentile of a numeric field.</summary>
    ValuePercentile,

    /// <summary>Median of a numeric field.</summary>
    ValueMedian,

    /// <summary>A value (or tuple) of a field that its group has not shown for the timespan. Not part of the specification.</summary>
    NewValue,
}

/// <summary>A correlation: a condition on several matches within a span of event time.</summary>
public sealed record SigmaCorrelation
{
    /// <summary>What it says of itself.</summary>
    public required RuleHeader Header { get; init; }

    /// <summary>What is computed over the matches of one group and window.</summary>
    public required CorrelationType Type { get; init; }

    /// <summary>The rules and correlations whose matches it sees, in the order written.</summary>
    public required IReadOnlyList<CorrelationInput> Inputs { get; init; }

    /// <summary>Field paths or alias names whose values must agree; empty = one group for all.</summary>
    public required IReadOnlyList<string> GroupBy { get; init; }

    /// <summary>
    /// Longest distance between the first and the last event of a window; for <see cref="CorrelationType.NewValue"/> how long a value is
    /// remembered.
    /// </summary>
    public required TimeSpan Timespan { get; init; }

    /// <summary>
    /// Bounds that the computed number must keep; all must hold. Empty only for temporal types, where every input must appear, and for
    /// <see cref="CorrelationType.NewValue"/>.
    /// </summary>
    public required IReadOnlyList<CorrelationBound> Bounds { get; init; }

    /// <summary>For temporal types with a condition written as an expression over rule names: which inputs must (not) appear.</summary>
    public InputExpression? Expression { get; init; }

    /// <summary>Field paths whose values are counted or computed with; empty for types that need none.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>For <see cref="CorrelationType.ValuePercentile"/>: which one, 0 to 100.</summary>
    public decimal Percentile { get; init; } = 50;

    /// <summary>For <see cref="CorrelationType.NewValue"/>: how long a group that appears is watched in silence.</summary>
    public TimeSpan Learning { get; init; }

    /// <summary>Alias name → (index into <see cref="Inputs"/> → field path).</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<int, string>> Aliases { get; init; }

    /// <summary>Whether the base rules are reported on their own as well.</summary>
    public bool Generate { get; init; }

    /// <summary>Lists without values that rules need without which it cannot be fulfilled. While there are any, it is not evaluated.</summary>
    public IReadOnlyList<PlaceholderUse> WaitsFor { get; init; } = [];

    /// <summary>Whether it is evaluated.</summary>
    public bool IsActive => WaitsFor.Count == 0;

    /// <summary>The field path that <paramref name="nameOrAlias"/> means in events of the given input.</summary>
    public string Resolve(string nameOrAlias, int input) =>
        Aliases.TryGetValue(nameOrAlias, out var byInput) && byInput.TryGetValue(input, out var path) ? path : nameOrAlias;
}

/// <summary>What a correlation refers to.</summary>
/// <param name="Reference">The text in the document: id, name or title.</param>
/// <param name="IsCorrelation">Whether <paramref name="Index"/> counts in the rule set's correlations or in its rules.</param>
/// <param name="Index">Index in that list.</param>
public sealed record CorrelationInput(string Reference, bool IsCorrelation, int Index);

/// <summary>A comparison with a constant.</summary>
/// <param name="Operator">How to compare.</param>
/// <param name="Value">The constant on the right.</param>
public sealed record CorrelationBound(ComparisonOperator Operator, decimal Value);

/// <summary>A boolean expression over which inputs of a temporal correlation appear in a window.</summary>
public abstract record InputExpression
{
    private InputExpression()
    {
    }

    /// <summary>Every part holds.</summary>
    public sealed record All(IReadOnlyList<InputExpression> Parts) : InputExpression;

    /// <summary>At least one part holds.</summary>
    public sealed record Any(IReadOnlyList<InputExpression> Parts) : InputExpression;

    /// <summary>The part does not hold.</summary>
    public sealed record Not(InputExpression Part) : InputExpression;

    /// <summary>The input with this index appears.</summary>
    public sealed record Appears(int Input) : InputExpression;
}
