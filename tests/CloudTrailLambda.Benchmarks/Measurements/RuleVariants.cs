using System.Globalization;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Benchmarks.Measurements;

/// <summary>Multiplies a rule set by rules of the same shape for calls that do not occur: what more rules cost when they do not match.</summary>
internal static class RuleVariants
{
    public static RuleSet Multiply(RuleSet rules, int factor)
    {
        var variants = Enumerable.Range(1, factor - 1).SelectMany(n => rules.Rules.Select(rule => rule with
        {
            Header = rule.Header with { Id = $"{rule.Header.Id}-{n}", Name = null },
            Condition = new Condition.All([Vary(rule.Condition, n), OfNoCall(n)]),
        })).ToArray();
        return rules with
        {
            Rules = [.. rules.Rules, .. variants],
            IsReported = [.. rules.IsReported, .. variants.Select(_ => true)],
        };
    }

    // Rules that name no call would match as often as their models, and finding things ten times is another question.
    private static Condition.Field OfNoCall(int n) =>
        new(new FieldPath("requestParameters.variant"), new ValueTest.Number(n.ToString(CultureInfo.InvariantCulture), n));

    private static Condition Vary(Condition condition, int n) => condition switch
    {
        Condition.All all => new Condition.All(all.Parts.Select(part => Vary(part, n)).ToArray()),
        Condition.Any any => new Condition.Any(any.Parts.Select(part => Vary(part, n)).ToArray()),
        Condition.Not not => new Condition.Not(Vary(not.Part, n)),
        Condition.Field { Path.Text: "eventName" or "eventSource", Test: ValueTest.Text text } field when text.Pattern.Literal is { } literal =>
            field with { Test = text with { Pattern = TextPattern.Exactly($"{literal}{n}") } },
        _ => condition,
    };
}
