using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Loading;

/// <summary>Tells which correlations can be fulfilled while some of the rules that feed them wait for a list.</summary>
internal static class WaitingCorrelations
{
    /// <summary>The correlations, with what those wait for that cannot be fulfilled.</summary>
    /// <param name="correlations">The correlations, each after those that feed it.</param>
    /// <param name="rules">The rules that they refer to.</param>
    public static IReadOnlyList<SigmaCorrelation> Mark(IReadOnlyList<SigmaCorrelation> correlations, IReadOnlyList<SigmaRule> rules)
    {
        var marked = new List<SigmaCorrelation>(correlations.Count);
        foreach (var correlation in correlations)
        {
            var waits = correlation.Inputs.Select(input => input.IsCorrelation ? marked[input.Index].WaitsFor : rules[input.Index].WaitsFor).ToArray();
            var isActive = Array.ConvertAll(waits, lists => lists.Count == 0);
            marked.Add(Works(correlation, isActive) ? correlation : correlation with { WaitsFor = [.. waits.SelectMany(lists => lists).DistinctBy(use => use.Name)] });
        }

        return marked;
    }

    private static bool Works(SigmaCorrelation correlation, bool[] isActive)
    {
        var active = isActive.Count(each => each);
        if (active == isActive.Length) return true;
        if (active == 0) return false;
        return correlation switch
        {
            { Type: not (CorrelationType.Temporal or CorrelationType.TemporalOrdered) } => true,
            { Expression: { } expression } => CanHold(expression, isActive),
            { Bounds.Count: > 0 } => correlation.Bounds.All(bound => IsReachable(bound, active)),
            // All of the rules are needed.
            _ => false,
        };
    }

    // What a waiting rule would have found is not known, so that `not` of it is not known to hold either.
    private static bool CanHold(InputExpression expression, bool[] isActive) => expression switch
    {
        InputExpression.All all => all.Parts.All(part => CanHold(part, isActive)),
        InputExpression.Any any => any.Parts.Any(part => CanHold(part, isActive)),
        InputExpression.Not not => Names(not.Part).All(input => isActive[input]),
        InputExpression.Appears appears => isActive[appears.Input],
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    private static IEnumerable<int> Names(InputExpression expression) => expression switch
    {
        InputExpression.All all => all.Parts.SelectMany(Names),
        InputExpression.Any any => any.Parts.SelectMany(Names),
        InputExpression.Not not => Names(not.Part),
        InputExpression.Appears appears => [appears.Input],
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    // Of bounds on how many different rules match.
    private static bool IsReachable(CorrelationBound bound, int activeRules) => bound.Operator switch
    {
        ComparisonOperator.Greater => activeRules > bound.Value,
        ComparisonOperator.GreaterOrEqual or ComparisonOperator.Equal => activeRules >= bound.Value,
        _ => true,
    };
}
