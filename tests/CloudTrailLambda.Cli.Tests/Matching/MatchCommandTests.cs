using System.Text.Json;
using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Matching;

public sealed class MatchCommandTests : Workplace
{
    [Fact]
    public async Task Each_match_is_one_line_with_what_it_is_about_and_nothing_is_stored()
    {
        var rule = Write("rules/stop.yml", Rule.Of("stop", "StopLogging"));
        var log = WriteLog("log.json", StopLogging("e-1"), StopLogging("e-1"));

        var run = (await Trail.RunAsync("match", "--rules", rule, log)).Exits(0);

        var line = $$"""{"rule":{"id":"{{Rule.Id("stop")}}","title":"stop","level":"low"},"eventID":"e-1","eventTime":"2026-10-14T09:05:07Z","eventName":"StopLogging","file":"{{log}}"}""";
        Assert.Equal([line, line], run.OutputLines);
        Assert.Empty(run.Error);
        Assert.Equal(["log.json", "rules"], Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_invalid_rule_stops_everything_and_is_named()
    {
        Write("rules/stop.yml", Rule.Of("stop", "StopLogging"));
        var invalid = Write("rules/invalid.yml", Rule.Invalid);
        var log = WriteLog("log.json", StopLogging("e-1"));

        var run = (await Trail.RunAsync("match", "--rules", PathOf("rules"), log)).Exits(2);

        Assert.Empty(run.Output);
        Assert.StartsWith($"{invalid}:12:", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("selction", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.EndsWith("--skip-invalid", run.ErrorLines[^1], StringComparison.Ordinal);
        (await Trail.CallAsync("scan", log, "--rules", PathOf("rules"), "--db", Database)).Exits(2);
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task Skip_invalid_goes_on_with_the_rest()
    {
        Write("rules/stop.yml", Rule.Of("stop", "StopLogging"));
        var invalid = Write("rules/invalid.yml", Rule.Invalid);

        var run = (await Trail.CallAsync("match", "--rules", PathOf("rules"), "--skip-invalid", WriteLog("log.json", StopLogging("e-1")))).Exits(0);

        Assert.Equal("stop", Assert.Single(run.JsonLines).GetProperty("rule").GetProperty("title").GetString());
        Assert.Equal(2, run.ErrorLines.Length);
        Assert.StartsWith($"{invalid}:", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal("Files with rules that are not valid and were passed over: 1", run.ErrorLines[1]);
    }

    [Fact]
    public async Task Placeholders_come_from_their_file()
    {
        var rule = Write("stop.yml", Rule.Of("stop", "StopLogging").Replace("eventName: StopLogging", "userIdentity.userName|expand: '%breakglass%'", StringComparison.Ordinal));
        var placeholders = Write("values.yml", "breakglass:\n  - mallory\n  - trudy\n");
        var log = WriteLog("log.json", StopLogging("e-1", "mallory"), StopLogging("e-2", "alice"), StopLogging("e-3", "trudy"));

        var run = (await Trail.CallAsync("match", "--rules", rule, "--placeholders", placeholders, log)).Exits(0);

        Assert.Equal(["e-1", "e-3"], EventIds(run));
        (await Trail.CallAsync("match", "--rules", rule, log)).Exits(2);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public async Task A_correlation_is_a_line_after_the_matches_and_its_base_rule_only_with_generate(bool generate, int lines)
    {
        Write("rules/stop.yml", Rule.Of("stop", "StopLogging"));
        Write("rules/twice.yml", Rule.Twice("twice", of: "stop", generate));
        var later = StopLogging("e-2");
        later["eventTime"] = "2026-10-14T09:08:07Z";

        var run = (await Trail.CallAsync("match", "--rules", PathOf("rules"), WriteLog("log.json", later, StopLogging("e-1"), StopLogging("e-3", "other")))).Exits(0);

        var expected = $$$"""{"rule":{"id":"{{{Rule.Id("twice")}}}","title":"twice","level":"high"},"group":{"userIdentity.userName":"mallory"},"eventIDs":["e-1","e-2"],"firstEventTime":"2026-10-14T09:05:07Z","lastEventTime":"2026-10-14T09:08:07Z"}""";
        Assert.Equal(expected, run.OutputLines[^1]);
        Assert.Equal(generate ? lines + 1 : lines, run.OutputLines.Length);
    }

    [Fact]
    public async Task Records_may_be_any_json_objects()
    {
        var rule = Write("stop.yml", Rule.Of("stop", "StopLogging"));
        var file = Write("records.jsonl", """
            {"eventName":"StopLogging"}
            {"eventName":"StopLogging","eventID":42,"eventTime":false}
            {"eventName":["Other","StopLogging"],"eventID":null}
            {"unrelated":{"eventName":"StopLogging"}}
            {}
            """);

        var run = (await Trail.CallAsync("match", "--rules", rule, file)).Exits(0);

        Assert.Equal([null, "42", null], EventIds(run));
        Assert.Equal(JsonValueKind.Null, run.JsonLines[0].GetProperty("eventTime").ValueKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12:00")]
    [InlineData("14/10/2026")]
    public async Task A_match_without_a_time_is_not_correlated_and_that_is_said(string time)
    {
        Write("rules/stop.yml", Rule.Of("stop", "StopLogging"));
        Write("rules/twice.yml", Rule.Twice("twice", of: "stop", generate: true));
        var (first, second) = (StopLogging("e-1"), StopLogging("e-2"));
        first["eventTime"] = second["eventTime"] = time;
        var log = WriteLog("log.json", first, second);

        var matched = (await Trail.CallAsync("match", "--rules", PathOf("rules"), log)).Exits(0);
        var scanned = (await Trail.CallAsync("scan", "--rules", PathOf("rules"), "--db", Database, "--output", "jsonl", log)).Exits(0);

        Assert.Equal(["e-1", "e-2"], EventIds(matched));
        Assert.Equal("stop", Assert.Single(scanned.JsonLines).GetProperty("rule").GetProperty("title").GetString());
        Assert.All([matched, scanned], run => Assert.Contains("Matches without a time, which correlations cannot see: 2", run.ErrorLines));
    }

    [Fact]
    public async Task Rules_for_other_log_sources_are_matched_but_not_scanned()
    {
        var rule = Write("other.yml", Rule.Of("other", "StopLogging").Replace("service: cloudtrail", "service: route53", StringComparison.Ordinal));
        var log = WriteLog("log.json", StopLogging("e-1"));

        Assert.Single((await Trail.CallAsync("match", "--rules", rule, log)).Exits(0).JsonLines);
        var scanned = (await Trail.CallAsync("scan", "--rules", rule, "--db", Database, "--output", "jsonl", log)).Exits(0);
        Assert.Empty(scanned.JsonLines);
        Assert.Contains("Left out, for other log sources: 1 rule: other", scanned.ErrorLines);
    }

    private static IEnumerable<string?> EventIds(TrailRun run) => run.JsonLines.Select(line => line.GetProperty("eventID").GetString());
}
