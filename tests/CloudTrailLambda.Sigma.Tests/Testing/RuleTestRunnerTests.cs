using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;
using CloudTrailLambda.Sigma.Testing;

namespace CloudTrailLambda.Sigma.Tests.Testing;

public sealed class RuleTestRunnerTests : IDisposable
{
    private const string Rules = """
        title: Inner step
        name: inner
        logsource: {product: aws}
        detection: {selection: {eventName: Step}, condition: selection}
        ---
        title: Twice
        id: 7f0a7d4e-7f0b-4c5e-9d0e-0a6b7c8d9e0f
        correlation: {type: event_count, rules: [inner], timespan: 5m, condition: {gte: 2}}
        ---
        title: Alone
        logsource: {product: aws}
        detection: {selection: {eventName: Other}, condition: selection}
        """;

    private const string TwoSteps = "records: [{eventTime: '2026-10-14T09:00:00Z', eventID: a, eventName: Step}, {eventTime: '2026-10-14T09:01:00Z', eventID: b, eventName: Step}]";

    private static readonly RecordSources Sources = new(
        new RecordSource(new LogSource("aws", "cloudtrail", Category: null), Mark: null, ["eventTime"]),
        new RecordSource(new LogSource("aws", "other", Category: null), new RecordMark("mark.kind", "other"), ["mark.at", "at"]));

    private readonly string _folder = Directory.CreateTempSubdirectory("rule-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("match", "Twice", true)]
    [InlineData("match", "7f0a7d4e-7f0b-4c5e-9d0e-0a6b7c8d9e0f", true)]
    [InlineData("match", "inner", true)]
    [InlineData("match", "Inner step", true)]
    [InlineData("match", "Alone", false)]
    [InlineData("no_match", "Alone", true)]
    [InlineData("no_match", "Twice", false)]
    [InlineData("no_match", "inner", false)]
    public void A_case_may_name_the_rule_that_must_or_must_not_match(string section, string rule, bool isPassed)
    {
        var report = Run($"{section}:\n  - {{name: two steps, rule: {rule}, {TwoSteps}}}\n");

        Assert.Empty(report.Problems);
        Assert.Equal(isPassed, Assert.Single(report.Results).IsPassed);
        Assert.Equal(isPassed, report.IsPassed);
    }

    [Fact]
    public void A_case_that_names_no_rule_is_about_what_is_reported()
    {
        var report = Run("match:\n  - {name: two, " + TwoSteps + "}\nno_match:\n  - {name: one, record: {eventTime: '2026-10-14T09:00:00Z', eventName: Step}}\n");

        Assert.True(report.IsPassed);
        Assert.Equal([["Twice"], []], report.Results.Select(result => result.Matched));
    }

    [Theory]
    [InlineData("match: [{name: x, rule: Twise, record: {eventName: Step}}]", ":1:25: error: the case names 'Twise', and nothing in rules.yml is called that (did you mean 'Twice'?)")]
    [InlineData("match: [{name: x, rule: [Twice], record: {eventName: Other}}]", ":1:25: error: 'rule' is the title, name or id of a rule in the file that is tested")]
    [InlineData("match: [{name: x, rul: Twice, record: {eventName: Other}}]", ":1:19: error: unknown key 'rul' in a case (did you mean 'rule'?)")]
    [InlineData("match: [{name: x}]", ":1:9: error: a case has a name and a record or a list of records ({name: …, record: {eventName: …}})")]
    [InlineData("match: {name: x}", ":1:8: error: 'match' is a list of cases")]
    [InlineData("matches: []", ":1:1: error: unknown key 'matches' in a test file (did you mean 'match'?)")]
    [InlineData("defaults: [a]", ":1:11: error: 'defaults' is a map of fields")]
    [InlineData("match: [{name: x, record: {eventName: Step}}]", ":1:9: error: record 1 of 'x' has no eventTime, so that no correlation sees it (eventTime: '2026-10-14T09:00:00Z')")]
    [InlineData("- a", ":1:1: error: a test file is a map, not a list")]
    public void A_test_file_that_says_nothing_sure_is_a_problem(string text, string problem)
    {
        var report = Run(text);

        Assert.False(report.IsPassed);
        Assert.Equal(Path.Combine(_folder, "rules.test.yml") + problem, Assert.Single(report.Problems).ToString());
    }

    [Fact]
    public void Aliases_in_a_test_file_cannot_multiply_without_end()
    {
        var bomb = "match:\n  - name: bomb\n    record:\n      l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 30).Select(i => $"      l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 10))}]\n"));

        Assert.Contains("holds more than 100000 values", Assert.Single(Run(bomb).Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "4m", true)]
    [InlineData(2, "6m", false)]
    [InlineData(1, "4m", false)]
    public void A_record_may_be_repeated_at_intervals(int count, string every, bool isPassed)
    {
        var report = Run($"match: [{{name: x, records: [{{repeat: {count}, every: {every}, record: {{eventTime: '2026-10-14T09:00:00Z', eventName: Step, n: ['{{n}}']}}}}]}}]");

        Assert.Empty(report.Problems);
        Assert.Equal(isPassed, report.IsPassed);
    }

    [Theory]
    [InlineData("{repeat: 0, record: {}}", ":1:38: error: 'repeat' is a whole number from 1 to 10000")]
    [InlineData("{repeat: 2, every: soon, record: {}}", ":1:48: error: 'every' is a timespan (a number and a letter: 90s, 5m, 24h or 7d)")]
    [InlineData("{repeat: 2, evry: 5m, record: {}}", ":1:41: error: unknown key 'evry' in a repeated record (did you mean 'every'?)")]
    public void A_repetition_that_says_nothing_sure_is_a_problem(string record, string problem) =>
        Assert.Equal(Path.Combine(_folder, "rules.test.yml") + problem, Run($"match: [{{name: x, records: [{record}]}}]").Problems[0].ToString());

    [Fact]
    public void The_number_of_a_repetition_stands_in_its_texts()
    {
        var log = new DiagnosticLog("");
        var test = Assert.Single(RuleTestFile.Parse("match: [{name: x, records: [{repeat: 3, every: 30s, record: {eventTime: '2026-10-14T09:00:00Z', a: {b: ['x{n}', 1]}}}]}]", "", ["eventTime"], log).SelectMany(document => document.Cases));

        Assert.Empty(log.Entries);
        Assert.Equal(
            ["""{"eventTime":"2026-10-14T09:00:00Z","a":{"b":["x0",1]}}""", """{"eventTime":"2026-10-14T09:00:30Z","a":{"b":["x1",1]}}""", """{"eventTime":"2026-10-14T09:01:00Z","a":{"b":["x2",1]}}"""],
            test.Records.Select(record => record.ToJsonString()));
    }

    [Fact]
    public void Defaults_lie_under_every_record()
    {
        var report = Run("defaults: {eventName: Other, userIdentity: {type: Root}}\nmatch: [{name: x, record: {}}]\nno_match: [{name: y, record: {eventName: None}}]\n");

        Assert.Empty(report.Problems);
        Assert.True(report.IsPassed);
    }

    [Theory]
    [InlineData("cloudtrail", "a: 1", true)]
    [InlineData("cloudtrail", "a: 1, mark: {kind: other}", false)]
    [InlineData("cloudtrail", "a: 1, mark: {kind: Other}", true)]
    [InlineData("other", "a: 1", false)]
    [InlineData("other", "a: 1, mark: {kind: other}", true)]
    [InlineData("of-nobody", "a: 1", true)]
    [InlineData("of-nobody", "a: 1, mark: {kind: other}", true)]
    public void A_rule_matches_records_of_its_own_source(string service, string record, bool isMatch)
    {
        var rule = $"{{title: One, logsource: {{product: aws, service: {service}}}, detection: {{selection: {{a: 1}}, condition: selection}}}}";

        var report = Run($"match: [{{name: x, record: {{{record}}}}}]", rule);

        Assert.Empty(report.Problems);
        Assert.Equal(isMatch, report.IsPassed);
    }

    [Theory]
    [InlineData("mark: {kind: other}, at: '2026-10-14T09:04:00Z'", true)]
    [InlineData("mark: {kind: other, at: '2026-10-14T09:04:00Z'}, at: '2026-10-14T10:04:00Z'", true)]
    [InlineData("mark: {kind: other, at: '2026-10-14T10:04:00Z'}, at: '2026-10-14T09:04:00Z'", false)]
    public void Records_of_two_sources_meet_at_the_times_that_each_source_tells(string record, bool isMatch)
    {
        var report = Run($"match: [{{name: x, records: [{{eventTime: '2026-10-14T09:00:00Z', eventName: Step}}, {{{record}, eventName: Step}}]}}]");

        Assert.Empty(report.Problems);
        Assert.Equal(isMatch, report.IsPassed);
    }

    [Fact]
    public void A_record_without_a_time_is_told_which_field_its_source_has_it_in() =>
        Assert.Contains("has no mark.at, so", Assert.Single(Run("match: [{name: x, record: {mark: {kind: other}, eventName: Step}}]").Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void A_repetition_moves_the_times_of_its_source()
    {
        var log = new DiagnosticLog("");
        var test = Assert.Single(RuleTestFile.Parse("match: [{name: x, records: [{repeat: 2, every: 1m, record: {mark: {at: '2026-10-14T09:00:00Z'}, at: none}}]}]", "", ["mark.at", "at", "a.b"], log).SelectMany(document => document.Cases));

        Assert.Equal("""{"mark":{"at":"2026-10-14T09:01:00Z"},"at":"none"}""", test.Records[1].ToJsonString());
    }

    private RuleTestReport Run(string tests, string ruleText = Rules)
    {
        var file = Path.Combine(_folder, "rules.yml");
        File.WriteAllText(file, ruleText);
        File.WriteAllText(Path.Combine(_folder, "rules.test.yml"), tests);
        var rules = RuleSetLoader.LoadPaths([file]);
        Assert.Empty(rules.Diagnostics);
        return RuleTestRunner.Run(rules, Sources);
    }
}
