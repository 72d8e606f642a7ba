using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Coverage;

public sealed class CoverageCommandTests : Workplace
{
    private const string Foreign = "tags: [attack.defense-impairment, attack.t1685]"; // ATT&CK 19 for T1562.001

    [Fact]
    public async Task The_matrix_of_the_shipped_rules_fits_on_100_columns_and_has_every_tactic_of_attack()
    {
        var run = (await Trail.RunAsync("rules", "coverage")).Exits(0);

        Assert.Empty(run.Error);
        Assert.All(run.OutputLines, line => Assert.InRange(line.Length, 1, 100));
        Assert.Equal(
            ["Initial Access", "Execution", "Persistence", "Privilege Escalation", "Defense Evasion", "Credential Access", "Discovery", "Lateral Movement", "Collection"],
            run.OutputLines.Where(line => line[0] != ' ').Skip(2).Take(9));
        Assert.Contains(run.OutputLines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\d{3} rules and correlations, \d{2,3} techniques in \d{2} tactics of ATT&CK 18\.0; without a technique: 0$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task What_waits_for_a_list_is_not_counted_until_the_list_has_values()
    {
        Write("outside.yml", Rule.Of("outside", "ConsoleLogin", "tags: [attack.initial-access, attack.t1078.004]").Replace("eventName: ConsoleLogin", "sourceIPAddress|expand: '%office%'", StringComparison.Ordinal));
        Write("placeholders.yml", "office: []");
        var filled = Write("elsewhere/office.yml", "office: [192.0.2.1]");

        var waiting = (await Trail.RunAsync("rules", "coverage", Folder + "/outside.yml")).Exits(0);
        var active = (await Trail.RunAsync("rules", "coverage", Folder + "/outside.yml", "--placeholders", filled)).Exits(0);

        Assert.Empty(Covered(waiting));
        Assert.Equal("Not counted, since they wait for a list: 1; trail rules lint shows them", waiting.OutputLines[^1]);
        Assert.Equal("1 rules and correlations, 1 techniques in 1 tactics of ATT&CK 18.0; without a technique: 0", active.OutputLines[^1]);
    }

    [Fact]
    public async Task A_technique_stands_in_each_tactic_of_its_rule_that_attack_has_it_in_with_the_number_of_rules_and_the_highest_level()
    {
        Write("one.yml", Rule.Of("one", "CreateUser", "tags: [attack.persistence, attack.impact, attack.t1098, attack.t1098.001]"));
        Write("two.yml", Rule.Of("two", "DeleteUser", "tags: [attack.persistence, attack.t1098.001]").Replace("level: low", "level: high", StringComparison.Ordinal));
        Write("old.yml", Rule.Of("old", "TagUser", "tags: [attack.privilege_escalation, attack.t1098]"));
        Write("none.yml", Rule.Of("none", "UntagUser"));

        var run = (await Trail.RunAsync("rules", "coverage", Folder)).Exits(0);

        Assert.Equal(
            [
                "Persistence", "  T1098        Account Manipulation                            1  low",
                "Persistence", "    T1098.001  Additional Cloud Credentials                    2  high",
                "Privilege Escalation", "  T1098        Account Manipulation                            1  low",
            ],
            Covered(run));
        Assert.Contains("  T1136        Create Account".PadRight(60) + "   -", run.OutputLines);
        Assert.Equal("4 rules and correlations, 2 techniques in 2 tactics of ATT&CK 18.0; without a technique: 1", run.OutputLines[^1]);
    }

    [Fact]
    public async Task What_only_feeds_a_correlation_does_not_count_and_what_the_table_lacks_counts_without_a_name()
    {
        Write("fed.yml", Rule.Of("fed", "CreateUser", "tags: [attack.persistence, attack.t1136.003]"));
        Write("twice.yml", Rule.Twice("twice", of: "fed", generate: false) + "\ntags: [attack.persistence, attack.t1098, attack.elsewhere, attack.t9999]");

        var run = (await Trail.RunAsync("rules", "coverage", Folder)).Exits(0);

        Assert.Equal(
            [
                "Persistence", "  T1098        Account Manipulation                            1  high",
                "Persistence", "  T9999                                                        1  high",
                "elsewhere", "  T9999                                                        1  high",
            ],
            Covered(run));
    }

    [Fact]
    public async Task Every_control_of_the_benchmark_is_listed_and_those_without_a_rule_are_marked()
    {
        Write("root.yml", Rule.Of("root was here", "CreateUser", "tags: [cis.aws.4.3, cis.aws.4.30]"));

        var run = (await Trail.RunAsync("rules", "coverage", "--output", "cis", Folder)).Exits(0);

        Assert.Equal("CIS AWS Foundations Benchmark 3.0.0, section 4: monitoring", run.OutputLines[0]);
        var controls = run.OutputLines.Where(line => line.StartsWith("4.", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]);
        Assert.Equal(Enumerable.Range(1, 15).Select(i => $"4.{i}"), controls);
        Assert.Equal(14, run.OutputLines.Count(line => line == "      NO RULE"));
        Assert.Equal("      low           root was here", run.OutputLines[Array.IndexOf(run.OutputLines, "4.3   Use of the root user") + 1]);
        Assert.Equal("1 of 15 controls have a rule", run.OutputLines[^1]);
    }

    [Fact]
    public async Task Several_folders_stand_side_by_side_with_what_is_likely_a_duplicate()
    {
        Write("ours/stop.yml", Rule.Of("ours stops", "[StopLogging, DeleteTrail]", Tags("t1562.008")));
        Write("ours/other-call.yml", Rule.Of("ours reads", "GetTrail", Tags("t1562.008")));
        Write("ours/other-technique.yml", Rule.Of("ours elsewhere", "StopLogging", "tags: [attack.impact, attack.t1485]"));
        Write("theirs/stop.yml", Rule.Of("theirs stops", "StopLogging", Foreign));

        var run = (await Trail.RunAsync("rules", "coverage", PathOf("ours"), PathOf("theirs"))).Exits(0);

        Assert.Equal([$"A = {PathOf("ours")}", $"B = {PathOf("theirs")}"], run.OutputLines[..2]);
        var technique = Array.FindIndex(run.OutputLines, line => line.StartsWith("    T1562.008", StringComparison.Ordinal));
        Assert.Equal(["      A low           ours reads", "      A low           ours stops"], run.OutputLines[(technique + 1)..(technique + 3)]);
        var duplicates = Array.IndexOf(run.OutputLines, "Likely duplicates: rules of different folders with a technique and a call in common");
        Assert.Equal(["T1562 Impair Defenses", "  B theirs stops", "    A ours stops: StopLogging"], run.OutputLines[(duplicates + 1)..^1]);
    }

    [Theory]
    [InlineData("eventSource: iam.amazonaws.com, eventName: CreateUser", "eventSource: iam.amazonaws.com, eventName: [CreateUser, DeleteUser]", "CreateUser")]
    [InlineData("eventSource: iam.amazonaws.com, eventName: CreateUser", "eventSource: connect.amazonaws.com, eventName: CreateUser", null)] // another call
    [InlineData("eventSource: iam.amazonaws.com, eventName: CreateUser", "eventName: createuser", "CreateUser")]
    [InlineData("eventSource: iam.amazonaws.com", "eventSource: iam.amazonaws.com, eventName: CreateUser", "iam.amazonaws.com")]
    [InlineData("userAgent: x", "eventName: CreateUser", null)]
    public async Task Duplicates_share_a_call_or_the_source_where_one_names_no_call(string ours, string theirs, string? inCommon)
    {
        Write("ours/rule.yml", Rule.Of("ours", "x", Tags("t1562.008")).Replace("eventName: x", $"{{{ours}}}", StringComparison.Ordinal));
        Write("theirs/rule.yml", Rule.Of("theirs", "x", Foreign).Replace("eventName: x", $"{{{theirs}}}", StringComparison.Ordinal));

        var document = (await Trail.CallAsync("rules", "coverage", PathOf("ours"), PathOf("theirs"), "--output", "json")).Exits(0).Json;

        var calls = document.GetProperty("duplicates").EnumerateArray().SelectMany(duplicate => duplicate.GetProperty("calls").EnumerateArray()).Select(call => call.GetString());
        Assert.Equal(inCommon is null ? [] : [inCommon], calls);
    }

    [Fact]
    public async Task A_folder_inside_another_has_its_own_rules()
    {
        Write("ours/stop.yml", Rule.Of("ours stops", "StopLogging", Tags("t1562.008")));
        Write("ours/mine/stop.yml", Rule.Of("mine stops", "StopLogging", Tags("t1562.008")));

        var document = (await Trail.CallAsync("rules", "coverage", PathOf("ours") + "/", PathOf("ours/mine"), "--output", "json")).Exits(0).Json;

        Assert.Equal(
            [("mine stops", PathOf("ours/mine")), ("ours stops", PathOf("ours") + "/")],
            document.GetProperty("rules").EnumerateArray().Select(rule => (rule.GetProperty("title").GetString()!, rule.GetProperty("folder").GetString()!)));
    }

    [Fact]
    public async Task Rules_of_others_that_are_not_valid_stop_it_or_are_passed_over_and_counted()
    {
        var ours = Write("ours/stop.yml", Rule.Of("ours stops", "StopLogging", Tags("t1562.008")));
        var theirs = Write("theirs/invalid.yml", Rule.Invalid);

        var stopped = (await Trail.RunAsync("rules", "coverage", ours, theirs)).Exits(2);
        var done = (await Trail.RunAsync("rules", "coverage", ours, theirs, "--skip-invalid")).Exits(0);

        Assert.Empty(stopped.Output);
        Assert.Equal("Nothing was done. Mend these rules, or go on without them: --skip-invalid", stopped.ErrorLines[^1]);
        Assert.Equal("Files with rules that are not valid and were passed over: 1", done.ErrorLines[^1]);
        Assert.Contains("      A low           ours stops", done.OutputLines);
    }

    [Fact]
    public async Task The_document_names_rules_by_their_place_in_its_list()
    {
        Write("ours/stop.yml", Rule.Of("ours stops", "StopLogging", Tags("t1562.008") + "\n"));
        Write("theirs/stop.yml", Rule.Of("theirs stops", "StopLogging", "tags: [attack.defense-evasion, attack.t1562.008, cis.aws.4.5]"));

        var document = (await Trail.RunAsync("rules", "coverage", PathOf("ours"), PathOf("theirs"), "--output", "json")).Exits(0).Json;

        var titles = document.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("title").GetString()!).ToArray();
        Assert.Equal(["ours stops", "theirs stops"], titles);
        string[] Named(System.Text.Json.JsonElement of) => [.. of.GetProperty("rules").EnumerateArray().Select(index => titles[index.GetInt32()])];
        var technique = document.GetProperty("attack").EnumerateArray().Single(tactic => tactic.GetProperty("tactic").GetString() == "defense-evasion")
            .GetProperty("techniques").EnumerateArray().Single(technique => technique.GetProperty("id").GetString() == "T1562.008");
        Assert.Equal(titles, Named(technique));
        Assert.Equal("low", technique.GetProperty("highestLevel").GetString());
        Assert.Equal(["theirs stops"], Named(document.GetProperty("cis")[4]));
        var duplicate = Assert.Single(document.GetProperty("duplicates").EnumerateArray());
        Assert.Equal(titles, Named(duplicate));
        Assert.Equal("StopLogging", Assert.Single(duplicate.GetProperty("calls").EnumerateArray()).GetString());
    }

    private static string Tags(string technique) => $"tags: [attack.defense-evasion, attack.{technique}]";

    // Of the techniques that have a rule: the tactic's line and their own.
    private static IEnumerable<string> Covered(TrailRun run)
    {
        var tactic = "";
        foreach (var line in run.OutputLines)
        {
            if (line[0] != ' ') tactic = line;
            else if (!line.EndsWith('-')) foreach (var part in (string[])[tactic, line]) yield return part;
        }
    }
}
