using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Rules;

/// <summary>Rules whose lists nobody has filled yet: every command says so, and none stops.</summary>
public sealed class PlaceholderCommandTests : Workplace
{
    private readonly string _log;

    public PlaceholderCommandTests()
    {
        Write("rules/placeholders.yml", "breakglass: []\n");
        Write("rules/stop.yml", Rule.Of("stop", "StopLogging").Replace("eventName: StopLogging", "userIdentity.userName|expand: '%breakglass%'", StringComparison.Ordinal));
        Write("rules/twice.yml", Rule.Twice("twice", "stop", generate: true));
        _log = Write("log.json", """{"eventName":"StopLogging","eventTime":"2026-10-14T09:00:00Z","eventID":"e-1","userIdentity":{"userName":"mallory"}}""");
    }

    private string Waiting => $"2 rules wait for a list: trail rules lint {PathOf("rules")} shows them.";

    [Fact]
    public async Task Lint_notes_what_waits_and_for_what()
    {
        var run = (await Trail.CallAsync("rules", "lint", PathOf("rules"))).Exits(0);

        Assert.Contains(run.OutputLines, line => line == $"{PathOf("rules/stop.yml")}:11:35: note: 'stop' is inactive until %breakglass% has values ({PathOf("rules/placeholders.yml")})");
        Assert.Contains(run.OutputLines, line => line == $"{PathOf("rules/twice.yml")}:1:1: note: 'twice' is inactive until %breakglass% has values ({PathOf("rules/placeholders.yml")})");
        Assert.EndsWith(": 0 errors, 4 warnings, 2 notes", run.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scan_and_a_match_say_how_many_wait_and_go_on()
    {
        var scan = (await Trail.CallAsync("scan", "--rules", PathOf("rules"), "--db", Database, "--output", "jsonl", _log)).Exits(0);
        var match = (await Trail.CallAsync("match", "--rules", PathOf("rules"), _log)).Exits(0);

        Assert.Contains(Waiting, scan.ErrorLines);
        Assert.Contains(Waiting, match.ErrorLines);
        Assert.Empty(scan.JsonLines);
        Assert.Empty(match.JsonLines);
    }

    [Fact]
    public async Task With_values_from_a_further_file_nothing_waits()
    {
        var values = Write("mine.yml", "breakglass: [mallory]");

        var match = (await Trail.CallAsync("match", "--rules", PathOf("rules"), "--placeholders", values, _log)).Exits(0);

        Assert.DoesNotContain("wait", string.Join('\n', match.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("e-1", Assert.Single(match.JsonLines).GetProperty("eventID").GetString());
    }

    [Fact]
    public async Task The_list_of_rules_marks_those_that_wait()
    {
        Write("rules/start.yml", Rule.Of("start", "StartLogging"));

        var table = (await Trail.CallAsync("rules", "list", PathOf("rules"))).Exits(0);
        var lines = (await Trail.CallAsync("rules", "list", PathOf("rules"), "--output", "jsonl")).Exits(0);

        Assert.Equal(2, table.OutputLines.Count(line => line.Contains("(inactive: %breakglass%)", StringComparison.Ordinal)));
        Assert.Equal(
            ["twice: breakglass", "start: ", "stop: breakglass"],
            lines.JsonLines.Select(rule => $"{rule.GetProperty("title")}: {string.Join(',', rule.GetProperty("waitsFor").EnumerateArray())}"));
    }

    [Fact]
    public async Task A_test_file_brings_its_own_values()
    {
        Write("rules/stop.test.yml", """
            placeholders: {breakglass: [trudy]}
            match: [{name: trudy, record: {userIdentity: {userName: trudy}}}]
            no_match: [{name: mallory, record: {userIdentity: {userName: mallory}}}]
            """);

        var run = (await Trail.CallAsync("rules", "test", PathOf("rules"))).Exits(0);

        Assert.EndsWith("1 test files, 2 cases: 2 passed, 0 failed", run.OutputLines[^1], StringComparison.Ordinal);
    }
}
