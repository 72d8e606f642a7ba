using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Sigma.Tests.Correlation;

/// <summary>Groups, aliases and chains. A match is written <c>rule@second field=value,value field=value</c>.</summary>
public sealed class InMemoryCorrelationsTests
{
    private const string ByUser = """
        title: By user
        name: by_user
        correlation: {type: event_count, rules: [a], group-by: [user], timespan: 60s, condition: {gte: 2}}
        """;

    [Fact]
    public void Each_group_is_counted_by_itself() =>
        Assert.Equal(["By user(x): e0,e2"], Run(ByUser, "a@0 user=x", "a@1 user=y", "a@2 user=x"));

    [Fact]
    public void A_record_without_a_group_field_belongs_to_no_group() =>
        Assert.Equal([], Run(ByUser, "a@0", "a@1", "a@2 user=x"));

    [Fact]
    public void A_record_with_several_values_belongs_to_several_groups() =>
        Assert.Equal(["By user(x): e0,e1", "By user(y): e0,e2"], Run(ByUser, "a@0 user=x,y", "a@1 user=x", "a@2 user=y"));

    [Fact]
    public void A_value_that_stands_twice_in_one_record_counts_once() =>
        Assert.Equal([], Run(ByUser, "a@0 user=x,x"));

    [Fact]
    public void Groups_of_several_fields_need_them_all_to_agree() =>
        Assert.Equal(
            ["Both(x,eu): e0,e3"],
            Run(ByUser.Replace("[user]", "[user, region]", StringComparison.Ordinal).Replace("By user", "Both", StringComparison.Ordinal),
                "a@0 user=x region=eu", "a@1 user=x region=us", "a@2 user=y region=eu", "a@3 user=x region=eu", "a@4 user=x"));

    [Fact]
    public void Without_group_by_all_is_one_group() =>
        Assert.Equal(["By user(): e0,e1"], Run(ByUser.Replace("group-by: [user], ", "", StringComparison.Ordinal), "a@0", "a@1 user=x"));

    [Fact]
    public void Values_of_several_fields_count_as_pairs() =>
        Assert.Equal(
            ["Pairs(): e0,e1,e2"],
            Run("title: Pairs\ncorrelation: {type: value_count, rules: [a], timespan: 60s, condition: {field: [user, region], gte: 3}}",
                "a@0 user=x region=eu", "a@1 user=x region=us", "a@2 user=y region=eu", "a@100 user=x region=eu", "a@101 user=x region=eu", "a@102 user=y"));

    private const string Aliased = """
        title: Aliased
        correlation:
          type: temporal
          rules: [a, b]
          group-by: [who]
          timespan: 60s
          aliases: {who: {a: user, b: name}}
        """;

    [Fact]
    public void An_alias_joins_fields_of_different_names() =>
        Assert.Equal(["Aliased(x): e0,e1"], Run(Aliased, "a@0 user=x name=z", "b@1 user=q name=x", "b@2 name=y"));

    [Fact]
    public void An_alias_may_call_a_rule_by_its_title_and_its_name()
    {
        var correlation = Aliased.Replace("{a: user, b: name}", "{a: wrong, Rule a: user, b: name}", StringComparison.Ordinal);

        Assert.Equal(["Aliased(x): e0,e1"], Run(correlation, "a@0 user=x", "b@1 name=x"));
    }

    private const string Chain = ByUser + """

        ---
        title: Outer
        correlation: {type: temporal_ordered, rules: [by_user, b], group-by: [user], timespan: 60s}
        """;

    [Fact]
    public void A_chain_takes_the_inner_correlation_for_an_event_and_tells_what_was_behind_it() =>
        Assert.Equal(
            ["By user(x): e0,e1", "Outer(x): e0,e1,e2"],
            Run(Chain, "a@0 user=x", "a@50 user=x", "b@110 user=x", "b@20 user=y"));

    [Theory]
    [InlineData("b@40 user=x")]
    [InlineData("b@111 user=x")]
    [InlineData("b@60 user=y")]
    public void A_chain_keeps_the_outer_order_window_and_group(string last) =>
        Assert.Equal(["By user(x): e0,e1"], Run(Chain, "a@0 user=x", "a@50 user=x", last));

    [Fact]
    public void The_outer_correlation_may_group_by_a_field_that_the_inner_one_does_not() =>
        Assert.Equal(
            ["By user(x): e0,e1", "Outer(eu): e0,e1,e3", "Outer(us): e0,e1,e2"],
            Run(Chain.Replace("b], group-by: [user]", "b], group-by: [region]", StringComparison.Ordinal),
                "a@0 user=x region=eu", "a@50 user=x region=us", "b@60 region=us", "b@61 region=eu", "b@62 region=ap"));

    [Fact]
    public void The_outer_correlation_may_count_values_of_the_inner_group()
    {
        const string Outer = ByUser + """

            ---
            title: Many users
            correlation: {type: value_count, rules: [by_user], timespan: 60s, condition: {field: user, gte: 2}}
            """;

        Assert.Equal(
            ["By user(x): e0,e1", "By user(y): e2,e3", "Many users(): e0,e1,e2,e3"],
            Run(Outer, "a@0 user=x", "a@1 user=x", "a@1 user=y", "a@1 user=y"));
        Assert.Equal(["By user(x): e0,e1,e2"], Run(Outer, "a@0 user=x", "a@1 user=x", "a@2 user=x"));
    }

    [Fact]
    public void Inner_groups_that_are_fulfilled_at_one_moment_are_several_events()
    {
        const string Outer = ByUser + """

            ---
            title: Several
            correlation: {type: event_count, rules: [by_user], timespan: 60s, condition: {gte: 2}}
            """;

        Assert.Contains("Several(): e0,e1,e2,e3", Run(Outer, "a@0 user=x", "a@0 user=y", "a@1 user=x", "a@1 user=y").Select(line => Sorted(line)));
    }

    [Fact]
    public void Order_of_observation_does_not_show()
    {
        var matches = Enumerable.Range(0, 40).Select(i => $"{"ab"[i % 2]}@{i * 7 % 100} user={"xyz"[i % 3]} region={"eu us"[(i % 2)..(i % 2 + 2)].Trim()}").ToArray();
        var expected = Run(Chain, matches);
        for (var seed = 0; seed < 50; seed++)
        {
            var order = Enumerable.Range(0, matches.Length).ToArray();
            new Random(seed).Shuffle(order);
            Assert.Equal(expected, Run(Chain, matches, order));
        }
    }

    [Fact]
    public void Equal_numbers_in_one_record_add_up_and_a_record_read_twice_does_not()
    {
        const string Sum = "title: Sum\ncorrelation: {type: value_sum, rules: [a], timespan: 60s, condition: {field: n, eq: 10}}";

        Assert.Equal(["Sum(): e0"], Run(Sum, ["a@0 n=5,5"], [0]));
        Assert.Equal(["Sum(): e0"], Run(Sum, ["a@0 n=5,5"], [0, 0]));
        Assert.Equal([], Run(Sum, ["a@0 n=5"], [0, 0]));
    }

    [Fact]
    public void Only_rules_that_a_correlation_names_are_watched()
    {
        var rules = Load(ByUser);
        var correlations = new InMemoryCorrelations(rules.Correlations, rules.Rules.Count);

        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(correlations.IsWatched));
        Assert.Equal([false, true, true], rules.IsReported);
        Assert.All(Load(ByUser.Replace("}}", "}, generate: true}", StringComparison.Ordinal)).IsReported, Assert.True);
    }

    private static string Sorted(string line)
    {
        var (head, ids) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        return $"{head} {string.Join(',', ids.Split(',').Order(StringComparer.Ordinal))}";
    }

    private static RuleSet Load(string correlations)
    {
        var rules = RuleSetLoader.Load([new RuleSource("rules.yml", Scenario.Base() + correlations)]);
        Assert.Empty(rules.Diagnostics);
        return rules;
    }

    private static string[] Run(string correlations, params string[] matches) => Run(correlations, matches, Enumerable.Range(0, matches.Length).ToArray());

    private static string[] Run(string text, string[] matches, int[] order)
    {
        var rules = Load(text);
        var correlations = new InMemoryCorrelations(rules.Correlations, rules.Rules.Count);
        foreach (var i in order)
        {
            var parts = matches[i].Split(' ');
            var fields = parts[1..].Select(part => part.Split('=')).ToDictionary(pair => pair[0], pair => pair[1].Split(','));
            correlations.Observe(parts[0][0] - 'a', Scenario.At(int.Parse(parts[0][2..])), $"e{i}", path => fields.GetValueOrDefault(path) ?? []);
        }

        return correlations.Evaluate()
            .Select(result => $"{rules.Correlations[result.Correlation].Header.Title}({string.Join(',', result.Fulfilment.Group.Select(pair => pair.Value))}): {string.Join(',', result.Fulfilment.EventIds)}")
            .ToArray();
    }
}
