using System.Text;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Tests.Naive;

/// <summary>The compiled engine and the naive one must give one answer, whatever the rule and the record.</summary>
public sealed class TwoRoadsTests
{
    private const int RuleSets = 1000;
    private const int RecordsPerRuleSet = 6;

    // Chosen once; another one is given by the environment to look further than the build does.
    private static readonly int FirstSeed = int.Parse(Environment.GetEnvironmentVariable("TWO_ROADS_SEED") ?? "20261014");

    [Fact]
    public void Compiled_and_naive_agree_on_conditions()
    {
        var matchCount = 0;
        for (var seed = FirstSeed; seed < FirstSeed + RuleSets; seed++)
        {
            var random = new Random(seed);
            var records = new RandomRecords(random);
            var conditions = new RandomConditions(random, records);
            var rules = RuleSetOf(Enumerable.Range(0, 1 + random.Next(6)).Select(_ => conditions.Next()).ToArray());
            matchCount += Compare(rules, rules.Rules.Select(rule => rule.Condition).ToArray(), records, seed);
        }

        // Were nearly everything to match, or nothing, the agreement would say little.
        Assert.InRange(matchCount, RuleSets, 3 * RuleSets * RecordsPerRuleSet);
    }

    [Fact]
    public void Rules_as_text_mean_what_they_were_written_from()
    {
        for (var seed = FirstSeed; seed < FirstSeed + (RuleSets / 2); seed++)
        {
            var random = new Random(seed);
            var records = new RandomRecords(random);
            var sketch = new RuleSketch(random, records);
            var text = sketch.Yaml();
            var rules = RuleSetLoader.Load([new RuleSource("rule.yml", text)]);
            Assert.True(rules.Diagnostics.Count == 0, $"seed {seed}: {string.Join('\n', rules.Diagnostics)}\n{text}");
            Compare(rules, [sketch.Condition()], records, seed, text);
        }
    }

    private static int Compare(RuleSet rules, Condition[] expected, RandomRecords records, int seed, string? text = null)
    {
        var sessions = new Dictionary<string, MatchSession>
        {
            ["not indexed"] = Open(rules, []),
            ["indexed"] = Open(rules, ["a", "b.c"]),
        };
        var alone = rules.Rules.Select(rule => Open(rules with { Rules = [rule] }, ["a"])).ToArray();
        var matchCount = 0;
        for (var i = 0; i < RecordsPerRuleSet; i++)
        {
            var record = records.Next();
            var tree = NaiveJson.Parse(record)!;
            var naive = Enumerable.Range(0, expected.Length).Where(rule => NaiveEvaluator.Holds(expected[rule], tree)).ToArray();
            matchCount += naive.Length;
            foreach (var (name, session) in sessions) AssertSame(naive, Matches(session, record), $"{name}, seed {seed}", expected, record, text);
            var together = Enumerable.Range(0, alone.Length).Where(rule => Matches(alone[rule], record).Length > 0).ToArray();
            AssertSame(naive, together, $"each rule alone, seed {seed}", expected, record, text);
        }

        return matchCount;
    }

    private static void AssertSame(int[] naive, int[] compiled, string how, Condition[] conditions, string record, string? text)
    {
        if (naive.SequenceEqual(compiled)) return;
        var differing = naive.Except(compiled).Concat(compiled.Except(naive)).Select(rule => $"rule {rule}: {conditions[rule]}");
        Assert.Fail($"{how}: naive [{string.Join(',', naive)}], compiled [{string.Join(',', compiled)}]\n{string.Join('\n', differing)}\n{record}\n{text}");
    }

    private static int[] Matches(MatchSession session, string record)
    {
        Assert.True(session.TryRead(Encoding.UTF8.GetBytes(record), out var fault), fault?.Message);
        return session.Match().ToArray();
    }

    private static MatchSession Open(RuleSet rules, string[] indexFields) => RuleMatcher.Compile(rules, indexFields, [], out _).OpenSession();

    private static RuleSet RuleSetOf(Condition[] conditions) => new()
    {
        Rules = conditions.Select((condition, i) => new SigmaRule(new RuleHeader { Title = $"rule {i}", Location = new SourceLocation("", 1, 1) }, condition)).ToArray(),
        Correlations = [],
        IsReported = conditions.Select(_ => true).ToArray(),
        FilterCount = 0,
        Diagnostics = [],
    };
}
