using System.Text.RegularExpressions;

namespace CloudTrailLambda.Architecture.Tests;

/// <summary>What stands in the files that people read.</summary>
public sealed class ContentTests
{
    private static readonly string[] Endings = [".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".yml", ".yaml", ".json", ".jsonl", ".txt", ".sh", "/run"];

    /// <summary>What lies at the root of the rules and is none: the lists that users fill, and what the rules cover.</summary>
    private static readonly string[] BesideRules = ["rules/placeholders.yml", "rules/coverage.yml"];

    [Fact]
    public void Nothing_is_left_to_do_and_nothing_names_the_machine_it_was_written_on()
    {
        // Put together here, so that this file does not hold what it looks for.
        var unwanted = new Regex(
            string.Join('|', @"\bTO" + "DO\\b", @"\bFIX" + "ME\\b", @"(?<![\w.-])/(wo" + "rk|ro" + "ot|tmp/w" + "t)/", @"\bsha" + "red/", @"(?<![\w.-])/ho" + "me/(?!ec2-user)"),
            RegexOptions.None, TimeSpan.FromSeconds(10));
        foreach (var file in Repository.Files.Where(file => Endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)) && !file.StartsWith("events/malformed/", StringComparison.Ordinal)))
        {
            var match = unwanted.Match(Repository.Read(file));
            Assert.False(match.Success, $"{file}: {match.Value}");
        }
    }

    [Fact]
    public void No_test_is_switched_off()
    {
        var skip = "Sk" + "ip";
        Assert.All(
            Repository.Code.Where(file => file.StartsWith("tests/", StringComparison.Ordinal)),
            file => Assert.DoesNotMatch($@"\[(Fact|Theory)\([^)]*{skip}|Assert\.{skip}", Repository.Read(file)));
    }

    [Fact]
    public void Every_rule_file_has_a_test_file_and_the_other_way_round()
    {
        var rules = Repository.Files.Where(file => file.StartsWith("rules/", StringComparison.Ordinal) && !BesideRules.Contains(file, StringComparer.Ordinal)).ToArray();
        Assert.All(rules, file => Assert.True(file.EndsWith(".yml", StringComparison.Ordinal), file));
        // Filters take effect in the tests of the rules that they name; all rules are loaded together there.
        var tested = rules.Where(file => !file.EndsWith(".test.yml", StringComparison.Ordinal) && !file.StartsWith("rules/filters/", StringComparison.Ordinal)).ToArray();
        var tests = rules.Where(file => file.EndsWith(".test.yml", StringComparison.Ordinal) && !file.StartsWith("rules/filters/", StringComparison.Ordinal)).ToArray();
        Assert.True(tested.Length > 50, $"{tested.Length} rule files");
        Assert.Equal(tested.Select(file => Path.ChangeExtension(file, ".test.yml").Replace('\\', '/')).Order(StringComparer.Ordinal), tests.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_filter_names_rules_that_are_there()
    {
        string[] folders = ["rules/cloudtrail/", "rules/config/", "rules/guardduty/", "rules/correlations/"];
        var files = Repository.Files.Where(file => file.StartsWith("rules/", StringComparison.Ordinal) && !file.EndsWith(".test.yml", StringComparison.Ordinal) && !file.StartsWith("rules/filters/", StringComparison.Ordinal) && !BesideRules.Contains(file, StringComparer.Ordinal)).ToArray();
        Assert.All(files, file => Assert.Contains(folders, folder => file.StartsWith(folder, StringComparison.Ordinal)));
        Assert.All(folders, folder => Assert.Contains(files, file => file.StartsWith(folder, StringComparison.Ordinal)));
        var rules = files.Select(Repository.Read).ToArray();
        foreach (var filter in Repository.Files.Where(file => file.StartsWith("rules/filters/", StringComparison.Ordinal) && !file.EndsWith(".test.yml", StringComparison.Ordinal)))
        {
            var ids = Regex.Matches(Repository.Read(filter), @"(?<=^\s+- )[0-9a-f-]{36}", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(match => match.Value).ToArray();
            Assert.NotEmpty(ids);
            Assert.All(ids, id => Assert.Contains(rules, rule => rule.Contains($"id: {id}", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Every_folder_of_events_belongs_to_a_test()
    {
        // trails, beside-the-trail: the scan against the tables of their README. malformed: the reader and the scan against theirs. notifications: the function.
        Assert.Equal(
            ["README.md", "beside-the-trail", "malformed", "notifications", "trails"],
            Repository.Files.Where(file => file.StartsWith("events/", StringComparison.Ordinal)).Select(file => file.Split('/')[1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(
            Repository.Files.Where(file => file.StartsWith("events/trails/", StringComparison.Ordinal)),
            file => Assert.Matches("^events/trails/AWSLogs/[0-9]{12}/CloudTrail(-Digest|-Insight)?/[a-z0-9-]+/[0-9]{4}/[0-9]{2}/[0-9]{2}/[^/]+\\.json\\.gz$", file));
        Assert.All(
            Repository.Files.Where(file => file.StartsWith("events/beside-the-trail/", StringComparison.Ordinal)),
            file => Assert.Matches("^events/beside-the-trail/AWSLogs/[0-9]{12}/(Config/[a-z0-9-]+/[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}/Config(History|Snapshot)/[^/]+\\.json\\.gz|GuardDuty/[a-z0-9-]+/[0-9]{4}/[0-9]{2}/[0-9]{2}/[^/]+\\.jsonl\\.gz)$", file));
    }
}
