using System.Globalization;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Tests.Correlation;

/// <summary>
/// A correlation over the rules a, b and c, and events written as <c>"a@0 b@10:v b@20:v"</c>: rule, second, value.
/// Event ids are e0, e1, … in the order written.
/// </summary>
internal sealed class Scenario
{
    private static readonly DateTimeOffset Start = new(2026, 10, 14, 9, 0, 0, TimeSpan.Zero);

    private Scenario(SigmaCorrelation correlation) => Correlation = correlation;

    public SigmaCorrelation Correlation { get; }

    /// <summary>The section's lines without <c>rules</c>, which are a, b and c as far as <paramref name="ruleCount"/> reaches.</summary>
    public static Scenario Of(string type, string condition, string timespan = "60s", int ruleCount = 1)
    {
        var rules = RuleSetLoader.Load([new RuleSource("rules.yml", Base() + $"""
            title: C
            correlation:
              type: {type}
              rules: [{string.Join(", ", "abc"[..ruleCount].ToArray())}]
              timespan: {timespan}
              {(condition.Length == 0 ? "" : $"condition: {condition}")}
            """)]);
        Assert.Empty(rules.Diagnostics);
        return new Scenario(rules.Correlations[0]);
    }

    public static string Base() => string.Concat("abc".Select(name => $$"""
        title: Rule {{name}}
        name: {{name}}
        logsource: {product: aws}
        detection: {selection: {rule: {{name}}}, condition: selection}
        ---

        """));

    public static DateTimeOffset At(int second) => Start.AddSeconds(second);

    public static List<Observation> Events(string events) => events.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((text, i) =>
    {
        var (rule, rest) = (text[0], text[2..].Split(':'));
        return new Observation(At(int.Parse(rest[0], CultureInfo.InvariantCulture)), $"e{i}", rule - 'a', rest.Length > 1 ? rest[1] : null);
    }).ToList();

    /// <summary>Each stretch as <c>first-last[ends] ids</c>, in seconds.</summary>
    public string Run(string events) => Describe(WindowEvaluator.Evaluate(Correlation, [], Events(events)));

    public static string Describe(IReadOnlyList<Fulfilment> stretches) => string.Join(" | ", stretches.Select(stretch =>
        $"{Second(stretch.FirstEventTime)}-{Second(stretch.LastEventTime)}[{string.Join(',', stretch.WindowEnds.Select(Second))}] {string.Join(',', stretch.EventIds)}"));

    private static int Second(DateTimeOffset time) => (int)(time - Start).TotalSeconds;
}
