using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Rules;

public sealed class RulesCommandTests : Workplace
{
    [Fact]
    public async Task The_shipped_rules_lint_with_nothing_but_notes_and_pass_their_tests()
    {
        var lint = (await Trail.CallAsync("rules", "lint")).Exits(0);
        Assert.Matches(@"^\d+ rules, \d+ correlations, \d+ filters: 0 errors, 0 warnings, \d+ notes$", lint.OutputLines[^1]);
        Assert.All(lint.OutputLines[..^1], line => Assert.Contains(": note: ", line, StringComparison.Ordinal));

        var test = (await Trail.CallAsync("rules", "test", Repository.PathOf("rules"))).Exits(0);
        Assert.Matches(@"^\d{2,} test files, \d{3,} cases: \d{3,} passed, 0 failed$", Assert.Single(test.OutputLines));
    }

    [Fact]
    public async Task A_scan_says_that_there_are_warnings_about_its_rules()
    {
        Write("rules/stop.yml", Rule.Of("stop", "StopLogging"));
        Write("rules/filter.yml", """
            title: Nobody
            logsource: {product: aws, service: cloudtrail}
            filter: {rules: [no such rule], s: {userAgent: x}, condition: not s}
            """);

        var run = (await Trail.CallAsync("scan", Repository.PathOf("events/trails"), "--rules", PathOf("rules"), "--db", Database)).Exits(0);
        var lint = (await Trail.CallAsync("rules", "lint", PathOf("rules"))).Exits(0);

        Assert.Contains($"Warnings about rules: 1. Read them with: trail rules lint {PathOf("rules")}", run.ErrorLines);
        Assert.Contains(lint.OutputLines, line => line.Contains("no such rule", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lint_says_file_line_column_and_what_is_wrong()
    {
        var invalid = Write("invalid.yml", Rule.Invalid);

        var run = (await Trail.CallAsync("rules", "lint", invalid)).Exits(2);

        Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(invalid)}:12:\\d+: error: .*selction", run.OutputLines[0]);
        Assert.StartsWith("0 rules, 0 correlations, 0 filters: 1 errors", run.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_test_shows_what_was_expected_and_what_came()
    {
        Write("stop.yml", Rule.Of("stop", "StopLogging"));
        Write("stop.test.yml", """
            match:
              - name: it stops
                record: { eventName: StartLogging }
            no_match:
              - name: it starts
                record: { eventName: StopLogging }
            """);

        var run = (await Trail.CallAsync("rules", "test", Folder)).Exits(1);

        Assert.Contains("it stops", run.Output, StringComparison.Ordinal);
        Assert.Contains("  - expected: match\n  + got:      no match\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  - expected: no match\n  + got:      match by 'stop'\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 cases: 0 passed, 2 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("jsonl")]
    [InlineData("table")]
    public async Task The_list_names_every_rule_that_is_reported(string format)
    {
        Write("stop.yml", Rule.Of("stop", "StopLogging"));
        Write("twice.yml", Rule.Twice("twice", of: "start", generate: false));
        Write("start.yml", Rule.Of("start", "StartLogging"));

        var run = (await Trail.CallAsync("rules", "list", Folder, "--output", format)).Exits(0);

        Assert.DoesNotContain("start.yml", run.Output, StringComparison.Ordinal);
        if (format == "table") Assert.Equal(2, run.OutputLines.Count(line => line.Contains("twice", StringComparison.Ordinal) || line.Contains("stop", StringComparison.Ordinal)));
        else Assert.Equal(["twice", "stop"], (format == "json" ? run.Json.EnumerateArray() : run.JsonLines.AsEnumerable()).Select(rule => rule.GetProperty("title").GetString()));
    }
}
