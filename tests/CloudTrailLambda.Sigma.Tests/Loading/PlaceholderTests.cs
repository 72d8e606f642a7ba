using System.Text;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Tests.Conformance;

namespace CloudTrailLambda.Sigma.Tests.Loading;

/// <summary>Lists that users fill: what rules, filters and correlations do with them, and without.</summary>
public sealed class PlaceholderTests
{
    private const string Filled = "offices: [192.0.2.0/24]";

    private const string Outside = """
        title: Outside
        name: outside
        logsource: {product: aws}
        detection: {office: {ip|cidr|expand: '%offices%'}, condition: not office}
        """;

    private const string Plain = """
        title: Plain
        name: plain
        logsource: {product: aws}
        detection: {s: {ip: '*'}, condition: s}
        """;

    private const string Other = """
        title: Other
        name: other
        logsource: {product: aws}
        detection: {s: {ip|startswith: '192'}, condition: s}
        """;

    [Theory]
    [InlineData(Filled, "e1")]
    [InlineData("offices: []", "")]
    public void A_rule_whose_list_is_empty_is_not_evaluated(string lists, string fired) => Assert.Equal(fired, Fired("Outside", [Outside], lists));

    [Fact]
    public void A_rule_that_asks_for_the_values_of_an_empty_list_is_not_evaluated_either() =>
        Assert.Equal("", Fired("Outside", [Outside.Replace("not office", "office", StringComparison.Ordinal)], "offices: []"));

    [Theory]
    [InlineData(Filled, "e1")]
    [InlineData("offices: []", "e0,e1")]
    public void A_filter_whose_list_is_empty_filters_nothing(string lists, string fired) =>
        Assert.Equal(fired, Fired("Plain", [Plain, "title: Offices\nlogsource: {product: aws}\nfilter: {rules: any, office: {ip|cidr|expand: '%offices%'}, condition: not office}"], lists));

    [Theory]
    [InlineData("type: event_count, rules: [outside, plain], condition: {gte: 2}", true)]
    [InlineData("type: event_count, rules: [outside], condition: {gte: 1}", false)]
    [InlineData("type: temporal, rules: [outside, plain]", false)]
    [InlineData("type: temporal_ordered, rules: [plain, outside]", false)]
    [InlineData("type: temporal, rules: [plain, other]", true)]
    [InlineData("type: temporal, rules: [outside, plain, other], condition: {gte: 2}", true)]
    [InlineData("type: temporal, rules: [outside, plain, other], condition: {gt: 1}", true)]
    [InlineData("type: temporal, rules: [outside, plain, other], condition: {gte: 3}", false)]
    [InlineData("type: temporal, rules: [outside, plain, other], condition: {gt: 2}", false)]
    [InlineData("type: temporal, rules: [outside, plain, other], condition: {eq: 3}", false)]
    [InlineData("type: temporal, condition: plain or outside", true)]
    [InlineData("type: temporal, condition: plain and outside", false)]
    [InlineData("type: temporal, condition: plain and not outside", false)]
    [InlineData("type: temporal, condition: outside or (plain and other)", true)]
    [InlineData("type: temporal, condition: outside or (plain and not (other and outside))", false)]
    [InlineData("type: temporal, rules: [count]", false)]
    [InlineData("type: event_count, rules: [count, plain], condition: {gte: 1}", true)]
    public void A_correlation_works_as_far_as_its_rules_do(string correlation, bool works)
    {
        string[] rules =
        [
            Outside, Plain, Other,
            "title: Count\nname: count\ncorrelation: {type: event_count, rules: [outside], timespan: 5m, condition: {gte: 1}}",
            $"title: C\ncorrelation: {{{correlation}, timespan: 5m}}",
        ];

        Assert.Equal(works ? "" : "*", Fired("C", rules, "offices: []").Length > 0 ? "" : "*");
        Assert.Equal(works, Load(rules, "offices: []").Correlations.Single(each => each.Header.Title == "C").IsActive);
        Assert.True(Load(rules, Filled).Correlations.All(each => each.IsActive));
    }

    [Fact]
    public void Who_waits_is_counted()
    {
        string[] rules = [Outside, Plain, "title: C\ncorrelation: {type: temporal, rules: [outside], timespan: 5m}"];

        Assert.Equal(["Outside", "C"], Load(rules, "offices: []").Waiting.Select(header => header.Title));
        Assert.Empty(Load(rules, Filled).Waiting);
    }

    [Fact]
    public void A_later_file_replaces_lists_and_keeps_the_others()
    {
        var rules = RuleSetLoader.Load([new RuleSource("rules.yml", Outside)], new RuleSource("1", "a: [x]\noffices: [198.51.100.0/24]"), new RuleSource("2", "b: [y]\noffices: [192.0.2.0/24]"));

        Assert.Empty(rules.Diagnostics);
        Assert.Equal("e1", Fired("Outside", rules));
        Assert.Equal(["a", "offices", "b"], rules.Lists.Lists.Select(list => list.Name));
    }

    [Theory]
    [InlineData("^%accounts%$", "111122223333", true)]
    [InlineData("^%accounts%$", "999988887777", false)]
    [InlineData("^%accounts%$", "1111222233334", false)]
    [InlineData("^arn:aws:iam::(?!%accounts%:)", "arn:aws:iam::111122223333:root", false)]
    [InlineData("^arn:aws:iam::(?!%accounts%:)", "arn:aws:iam::444455556666:root", false)]
    [InlineData("^arn:aws:iam::(?!%accounts%:)", "arn:aws:iam::999988887777:root", true)]
    public void In_a_regular_expression_a_list_is_one_alternative_of_all_its_values(string expression, string value, bool isMatch)
    {
        var rules = Load([$"title: T\nlogsource: {{product: aws}}\ndetection:\n  s:\n    a|re|expand: '{expression}'\n  condition: s"], "accounts: ['111122223333', 444455556666]");

        Assert.Empty(rules.Diagnostics);
        Assert.Equal(isMatch, new CorrelatedRun(rules).Run([Encoding.UTF8.GetBytes($$"""{"eventTime":"2026-10-14T09:00:00Z","a":"{{value}}"}""")]).Count > 0);
    }

    private static string Fired(string title, IReadOnlyList<string> rules, string lists) => Fired(title, Load(rules, lists));

    private static string Fired(string title, RuleSet rules)
    {
        string[] records = ["""{"eventTime":"2026-10-14T09:00:00Z","ip":"192.0.2.7"}""", """{"eventTime":"2026-10-14T09:00:10Z","ip":"198.51.100.7"}"""];
        return string.Join(',', new CorrelatedRun(rules).Run([.. records.Select(Encoding.UTF8.GetBytes)]).GetValueOrDefault(title, []).Select(what => what.Length == 0 ? "()" : what));
    }

    private static RuleSet Load(IReadOnlyList<string> rules, string lists)
    {
        var loaded = RuleSetLoader.Load([new RuleSource("rules.yml", string.Join("\n---\n", rules))], new RuleSource("placeholders.yml", lists));
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Diagnostics));
        return loaded;
    }
}
