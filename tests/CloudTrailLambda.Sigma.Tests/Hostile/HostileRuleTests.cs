using System.Diagnostics;
using System.Text;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Sigma.Tests.Hostile;

/// <summary>Rule files that mean harm: each is refused with a diagnostic, or loads; none crashes, hangs or eats the memory.</summary>
public sealed class HostileRuleTests
{
    private const string Header = "title: T\nlogsource: {product: aws}\n";
    // What hung took minutes; the rest is room for a busy machine.
    private const int MaxSeconds = 20;

    public static TheoryData<string, string> Refused() => new()
    {
        { "deep flow nesting", Header + "detection: " + new string('[', 100_000) },
        { "deep map nesting", Header + "detection: " + string.Concat(Enumerable.Repeat("{a: ", 100_000)) },
        { "deep block nesting", string.Concat(Enumerable.Range(0, 1000).Select(i => $"{new string(' ', i)}a:\n")) },
        { "aliases that multiply", Header + Bomb() + "detection:\n  selection: *l30\n  condition: selection\n" },
        { "lists of aliases as values", Header + $"x: &big [{string.Join(',', Enumerable.Range(0, 2000))}]\ndetection:\n  selection:\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"    f{i}: *big\n")) + "  condition: selection\n" },
        { "one list of too many values", Rule($"a: [{string.Join(',', Enumerable.Range(0, 60_000))}]") },
        { "thousands of not", Rule("a: 1", string.Concat(Enumerable.Repeat("not ", 20_000)) + "selection") },
        { "thousands of parentheses", Rule("a: 1", new string('(', 200_000) + "selection" + new string(')', 200_000)) },
        { "a condition of a megabyte", Rule("a: [1, 2, 3, 4, 5, 6, 7, 8]", "selection" + string.Concat(Enumerable.Repeat(" or selection", 80_000))) },
        { "many times all of them", Header + "detection:\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"  s{i}: {{a: {i}}}\n")) + "  condition: all of them" + string.Concat(Enumerable.Repeat(" and all of them", 5000)) + "\n" },
        { "a name of a megabyte that is close to none", Header + "detection:\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"  selection_{i}: {{a: {i}}}\n")) + "  condition: " + new string('x', 1_000_000) + "\n" },
        { "windash with many options", Rule($"a|windash: '{string.Concat(Enumerable.Repeat(" -x", 100_000))}'") },
        { "a chain of five thousand correlations", Chain() },
        { "a timespan beyond all calendars", "title: C\ncorrelation: {type: event_count, rules: [r], timespan: 2147483647h, condition: {gte: 1}}\n" },
        { "a directive that YAML does not have", "%FOO\n" },
        { "control characters", Header + "detection: \u0001\u0002\n" },
        { "an unfinished anchor", "a: & b" },
        { "a tab where spaces belong", "a:\n\tb: 1\n" },
    };

    public static TheoryData<string, string> Accepted() => new()
    {
        { "a long value with windash", Rule($"a|windash: '{string.Concat(Enumerable.Repeat("word ", 40_000))} -x'") },
        { "a pattern of many wildcards", Rule($"a: '{string.Concat(Enumerable.Repeat("a*", 5000))}b'") },
        { "a field of many parts", Rule($"{string.Join('.', Enumerable.Repeat("a", 500))}: 1") },
        { "a condition of sixty nots", Rule("a: 1", string.Concat(Enumerable.Repeat("not ", 60)) + "selection") },
        { "fifty thousand values", Rule($"a: [{string.Join(',', Enumerable.Range(0, 49_999))}]") },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Is_refused_in_good_time(string what, string text)
    {
        var clock = Stopwatch.StartNew();

        var rules = RuleSetLoader.Load([new RuleSource("hostile.yml", text)]);

        Assert.True(rules.HasErrors, what);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(MaxSeconds), $"{what}: {clock.Elapsed}");
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Loads_and_matches_in_good_time(string what, string text)
    {
        var clock = Stopwatch.StartNew();

        var rules = RuleSetLoader.Load([new RuleSource("large.yml", text)]);
        Assert.Empty(rules.Diagnostics);
        var session = RuleMatcher.Compile(rules, ["a"], [], out _).OpenSession();
        Assert.True(session.TryRead(Encoding.UTF8.GetBytes($$"""{"a":"{{new string('a', 20_000)}}"}"""), out _));
        _ = session.Match().Length;

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(MaxSeconds), $"{what}: {clock.Elapsed}");
    }

    [Fact]
    public void Damaged_rule_files_are_never_an_exception()
    {
        var whole = Header + "tags: [attack.t1098]\ncustom: {window: 1h, runbook: [a]}\ndetection:\n  selection:\n    a|contains|all: ['x*', \"\\u00e9\"]\n    b|re: '^a$'\n  filter: &f {c|cidr: 10.0.0.0/8}\n  condition: selection and not 1 of f*\n---\ntitle: C\ncorrelation:\n  type: value_count\n  rules: [T]\n  group-by: [a]\n  timespan: 5m\n  condition: {field: b, gte: 2}\n";
        var random = new Random(int.Parse(Environment.GetEnvironmentVariable("DAMAGE_SEED") ?? "3"));
        const string Damage = "{}[]:,-|>&*!%@`'\"#?\\\n\t \u0000\u0085\uFEFF~é<0";
        for (var i = 0; i < 1500; i++)
        {
            var text = new StringBuilder(whole);
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                var at = random.Next(text.Length);
                if (random.Next(3) == 0) text.Remove(at, Math.Min(text.Length - at, random.Next(1, 20)));
                else text.Insert(at, Damage[random.Next(Damage.Length)]);
            }

            var fault = Record.Exception(() => RuleMatcher.Compile(RuleSetLoader.Load([new RuleSource("damaged.yml", text.ToString())]), [], [], out _));
            Assert.True(fault is null, $"{fault}\n{text}");
        }
    }

    private static string Rule(string entry, string condition = "selection") => $"{Header}detection:\n  selection:\n    {entry}\n  condition: {condition}\n";

    private static string Bomb() =>
        "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 10))}]\n"));

    private static string Chain() => string.Join("---\n", Enumerable.Range(0, 5000).Select(i =>
        $"title: C{i}\ncorrelation: {{type: event_count, rules: [C{i + 1}], timespan: 5m, condition: {{gte: 1}}}}\n"));
}
