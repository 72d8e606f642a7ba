using System.Text;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Tests.Conformance;

namespace CloudTrailLambda.Sigma.Tests.Loading;

/// <summary>What public rules and the other engines do beyond, or beside, the letter of the specification.</summary>
public sealed class PublicPracticeTests
{
    private const string Failed = """
        title: failed
        name: failed
        id: aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee
        logsource: {product: aws}
        detection:
          s: {eventName: ConsoleLogin, result: Failure}
          condition: s
        """;

    private const string Console = """
        title: console
        name: console
        logsource: {product: aws}
        detection:
          s: {eventName: ConsoleLogin}
          condition: s
        """;

    [Fact]
    public void An_event_that_two_rules_match_is_one_event()
    {
        var rules = Load(Failed, Console, "title: c\ncorrelation: {type: event_count, rules: [failed, console], timespan: 5m, condition: {gte: 2}}");

        Assert.Empty(Fired(rules, "c", """{"eventTime":"2026-01-01T00:00:00Z","eventName":"ConsoleLogin","result":"Failure"}"""));
        Assert.Single(Fired(
            rules, "c", """{"eventTime":"2026-01-01T00:00:00Z","eventName":"ConsoleLogin"}""", """{"eventTime":"2026-01-01T00:00:01Z","eventName":"ConsoleLogin"}"""));
    }

    [Theory]
    [InlineData("[failed, failed]")]
    [InlineData("[failed, aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee]")]
    public void A_rule_may_not_stand_twice_in_a_correlation(string list)
    {
        var rules = RuleSetLoader.Load([Source(Failed, $"title: c\ncorrelation: {{type: event_count, rules: {list}, timespan: 5m, condition: {{gte: 2}}}}")]);

        Assert.Contains(rules.Diagnostics, diagnostic => diagnostic.Message.Contains("stands twice", StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_numbers_in_one_record_are_both_added_up()
    {
        var rules = Load(Console, "title: c\ncorrelation: {type: value_sum, rules: [console], timespan: 5m, condition: {field: n, gte: 10}}");

        Assert.Single(Fired(rules, "c", """{"eventTime":"2026-01-01T00:00:00Z","eventName":"ConsoleLogin","n":[5,5]}"""));
    }

    [Theory]
    [InlineData("any")]
    [InlineData("Any")]
    [InlineData("all")]
    [InlineData("[]")]
    public void A_filter_may_name_all_rules(string targets)
    {
        var rules = Load(Console, $"title: f\nlogsource: {{product: aws}}\nfilter: {{rules: {targets}, s: {{user: ci}}, condition: not s}}");

        Assert.Empty(Fired(rules, "console", """{"eventTime":"2026-01-01T00:00:00Z","eventName":"ConsoleLogin","user":"ci"}"""));
        Assert.Single(Fired(rules, "console", """{"eventTime":"2026-01-01T00:00:00Z","eventName":"ConsoleLogin","user":"eve"}"""));
    }

    [Fact]
    public void A_filter_for_another_log_source_is_not_applied_and_says_so()
    {
        var rules = Load(Console, "title: f\nlogsource: {product: windows}\nfilter: {rules: [console], s: {user: ci}, condition: not s}");

        Assert.Single(Fired(rules, "console", """{"eventTime":"2026-01-01T00:00:00Z","eventName":"ConsoleLogin","user":"ci"}"""));
        Assert.Contains(rules.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning);
    }

    [Fact]
    public void A_temporal_condition_names_its_rules_itself()
    {
        var rules = Load(Failed, Console, "title: c\ncorrelation: {type: temporal, condition: console and not failed, timespan: 5m}");

        Assert.Single(Fired(rules, "c", """{"eventTime":"2026-01-01T00:00:00Z","eventName":"ConsoleLogin"}"""));
        Assert.Empty(Fired(rules, "c", """{"eventTime":"2026-01-01T00:00:00Z","eventName":"ConsoleLogin","result":"Failure"}"""));
    }

    [Fact]
    public void An_id_is_found_in_any_case()
    {
        Load(Failed, "title: c\ncorrelation: {type: event_count, rules: [AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE], timespan: 5m, condition: {gte: 2}}");
    }

    [Theory]
    [InlineData(@"^a\_b$", "a_b", true)]
    [InlineData("(?P<name>ab)c", "abc", true)]
    [InlineData(@"\\_", @"\_", true)]
    public void Regular_expressions_are_read_as_PCRE(string pattern, string value, bool isMatch) =>
        Assert.Equal(isMatch, Matches($"f|re: '{pattern}'", value));

    [Theory]
    [InlineData("f|re|startswith: 'a|b'", "bx", true)]
    [InlineData("f|re|startswith: 'a|b'", "xb", false)]
    [InlineData("f|re|endswith: 'a|b'", "xb", true)]
    [InlineData("f|re|endswith: 'a|b'", "bx", false)]
    [InlineData("f|re|ignorecase: 'AB'", "xab", true)]
    [InlineData("f|re|multiline: '^b$'", "a\nb\nc", true)]
    [InlineData("f|re|dotall: 'a.b'", "a\nb", true)]
    public void Regular_expressions_take_pySigmas_modifiers(string field, string value, bool isMatch) => Assert.Equal(isMatch, Matches(field, value));

    [Fact]
    public void Maps_may_be_merged_into_maps()
    {
        const string Merged = """
            title: t
            logsource: {product: aws}
            detection:
              base: &base {eventName: ConsoleLogin, result: Failure}
              s:
                <<: *base
                result: Success
              condition: s
            """;
        var rules = Load(Merged);

        Assert.Single(Fired(rules, "t", """{"eventTime":"2026-01-01T00:00:00Z","eventName":"ConsoleLogin","result":"Success"}"""));
        Assert.Empty(Fired(rules, "t", """{"eventTime":"2026-01-01T00:00:00Z","eventName":"ConsoleLogin","result":"Failure"}"""));
    }

    [Fact]
    public void POSIX_classes_are_refused_because_they_would_mean_something_else()
    {
        var rules = RuleSetLoader.Load([Source("title: t\nlogsource: {product: aws}\ndetection:\n  s:\n    f|re: '[[:alpha:]]'\n  condition: s")]);

        Assert.True(rules.HasErrors);
    }

    [Fact]
    public void Wildcards_stay_wildcards_between_encoded_texts() => Assert.True(Matches("f|wide: '*ab*'", "xa\0b\0y"));

    [Fact]
    public void An_escaped_percent_sign_is_no_placeholder()
    {
        var source = Source("title: t\nlogsource: {product: aws}\ndetection:\n  s:\n    f|expand: '\\%plain%adm%'\n  condition: s");
        var rules = RuleSetLoader.Load([source], new RuleSource("placeholders.yml", "adm: [root]"));

        Assert.False(rules.HasErrors, string.Join('\n', rules.Diagnostics));
        Assert.Single(Fired(rules, "t", """{"eventTime":"2026-01-01T00:00:00Z","f":"%plainroot"}"""));
    }

    private static bool Matches(string field, string value)
    {
        var rules = Load($"title: t\nlogsource: {{product: aws}}\ndetection:\n  s:\n    {field}\n  condition: s");
        var record = System.Text.Json.JsonSerializer.Serialize(new { eventTime = "2026-01-01T00:00:00Z", f = value });
        return Fired(rules, "t", record).Count > 0;
    }

    private static HashSet<string> Fired(RuleSet rules, string title, params string[] records) =>
        new CorrelatedRun(rules).Run(records.Select(Encoding.UTF8.GetBytes).ToArray()).GetValueOrDefault(title) ?? [];

    private static RuleSet Load(params string[] documents)
    {
        var rules = RuleSetLoader.Load([Source(documents)]);
        Assert.False(rules.HasErrors, string.Join('\n', rules.Diagnostics));
        return rules;
    }

    private static RuleSource Source(params string[] documents) => new("rules.yml", string.Join("\n---\n", documents));
}
