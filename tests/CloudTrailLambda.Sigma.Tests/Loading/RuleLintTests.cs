using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Sigma.Tests.Loading;

public sealed class RuleLintTests
{
    [Theory]
    [InlineData("{type: event_count, rules: [base], timespan: 5m, condition: {gte: 2}}", null)]
    [InlineData("{type: event_count, rules: [base], timespan: 5m, condition: {gte: 2000}}", null)]
    [InlineData("{type: event_count, rules: [base], timespan: 5m, condition: {gt: 2001}}", "counts above 2000 are not kept from one file to the next")]
    [InlineData("{type: value_count, rules: [base], timespan: 5m, condition: {field: a, gte: 3000}}", "counts above 2000 are not kept from one file to the next")]
    [InlineData("{type: value_sum, rules: [base], timespan: 5m, condition: {field: a, gte: 3000}}", "later events can undo this correlation's condition, so its findings depend on what has arrived")]
    [InlineData("{type: event_count, rules: [base], timespan: 5m, condition: {lt: 2}}", "later events can undo this correlation's condition, so its findings depend on what has arrived")]
    [InlineData("{type: new_value, rules: [base], timespan: 5d, field: a}", "without 'learning' everything that a group shows at first is new")]
    [InlineData("{type: new_value, rules: [base], timespan: 5d, field: a, learning: 1d}", null)]
    public void What_a_correlation_will_do_unexpectedly_is_said(string correlation, string? warning)
    {
        var rules = RuleSetLoader.Load([new RuleSource("rules.yml", $$"""
            title: Base
            name: base
            logsource: {product: aws}
            detection: {selection: {a: 1}, condition: selection}
            ---
            title: C
            id: 6a0f1f7e-0c54-4b52-8f0f-0b0f8f8f2f3a
            description: What it means.
            tags: [attack.t1098]
            level: low
            correlation: {{correlation}}
            """)]);

        Assert.Empty(rules.Diagnostics);
        Assert.Equal(warning is null ? [] : [warning], RuleLint.Check(rules).Select(diagnostic => diagnostic.Message));
    }
}
