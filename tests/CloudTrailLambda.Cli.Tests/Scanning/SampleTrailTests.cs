using System.Text.Json;
using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Scanning;

/// <summary>Holds the scan of the sample trail to the table in its README.</summary>
public sealed class SampleTrailTests : Workplace
{
    [Fact]
    public async Task The_findings_are_those_of_the_table_and_nothing_else()
    {
        var run = (await Trail.RunAsync("scan", "events/trails", "--db", Database, "--output", "jsonl")).Exits(0);

        var expected = ExpectedRows();
        Assert.Equal(expected.Order(StringComparer.Ordinal), run.JsonLines.Select(Row).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Length, run.JsonLines.Length);
        Assert.Matches($@"^16 files, 354 records, 1 duplicate, 0 bad records, 46 matches, 29 findings \(29 new\), [\d,]+ records/s$", run.Totals);
    }

    [Fact]
    public async Task The_table_for_people_names_the_same_findings_most_severe_first()
    {
        var run = (await Trail.CallAsync("scan", Repository.PathOf("events/trails"), "--db", Database)).Exits(0);

        var rows = run.OutputLines.Where(line => line.Contains("111122223333", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            ExpectedRows().Where(row => !row.StartsWith("informational|", StringComparison.Ordinal)).Select(row => row.Split('|')[1]).Order(StringComparer.Ordinal),
            rows.Select(row => row[13..].Split("   ")[0].Trim()).Order(StringComparer.Ordinal));
        string[] levels = ["critical", "high", "medium", "low"];
        var order = rows.Select(row => Array.IndexOf(levels, row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])).ToArray();
        Assert.Equal(order.Order(), order);
        Assert.DoesNotContain('\u001b', run.Output + run.Error);
    }

    [Fact]
    public async Task Scanning_again_changes_nothing()
    {
        var first = (await Trail.RunAsync("scan", "events/trails", "--db", Database)).Exits(0);
        var stored = Dump(Database);
        for (var again = 0; again < 3; again++)
        {
            var next = (await Trail.CallAsync("scan", Repository.PathOf("events/trails"), "--db", Database)).Exits(0);
            Assert.Contains("29 findings (0 new)", next.Totals, StringComparison.Ordinal);
            Assert.Equal(first.Table, next.Table);
        }

        // The process read relative paths, so to the file these are other objects; the same command again adds not a row.
        var mixed = Dump(Database);
        Assert.Equal(stored.Where(row => row.StartsWith("event:", StringComparison.Ordinal)), mixed.Where(row => row.StartsWith("event:", StringComparison.Ordinal)));
        (await Trail.CallAsync("scan", Repository.PathOf("events/trails"), "--db", Database)).Exits(0);
        Assert.Equal(mixed, Dump(Database));
    }

    [Fact]
    public async Task Json_is_one_document_with_the_totals()
    {
        var run = (await Trail.CallAsync("scan", Repository.PathOf("events/trails"), "--db", Database, "--output", "json")).Exits(0);

        Assert.Equal(29, run.Json.GetProperty("findings").GetArrayLength());
        Assert.Equal(354, run.Json.GetProperty("totals").GetProperty("records").GetInt64());
        Assert.Equal(1, run.Json.GetProperty("totals").GetProperty("filesPassedOver").GetInt64());
    }

    [Fact]
    public async Task Min_severity_hides_findings_and_keeps_them()
    {
        var run = (await Trail.CallAsync("scan", Repository.PathOf("events/trails"), "--db", Database, "--min-severity", "HIGH", "--output", "jsonl")).Exits(0);

        Assert.Equal(7, run.JsonLines.Length);
        Assert.All(run.JsonLines, finding => Assert.Contains(finding.GetProperty("rule").GetProperty("level").GetString(), (string[])["critical", "high"]));
        Assert.Equal(29, (await Trail.CallAsync("findings", "list", "--db", Database, "--output", "jsonl")).JsonLines.Length);
        Assert.Equal(7, (await Trail.CallAsync("findings", "list", "--db", Database, "--output", "jsonl", "--min-severity", "high")).JsonLines.Length);
    }

    [Fact]
    public async Task The_table_leaves_out_what_is_context_unless_it_is_asked_for()
    {
        var hidden = (await Trail.CallAsync("scan", Repository.PathOf("events/trails"), "--db", Database)).Exits(0);
        var shown = (await Trail.CallAsync("scan", Repository.PathOf("events/trails"), "--db", Database, "--min-severity", "informational")).Exits(0);

        Assert.DoesNotContain("  informational ", hidden.Output, StringComparison.Ordinal);
        Assert.Contains("13 informational findings are kept and not shown: --min-severity informational", hidden.Error, StringComparison.Ordinal);
        Assert.Equal(13, shown.OutputLines.Count(line => line.StartsWith("  informational ", StringComparison.Ordinal)));
        Assert.DoesNotContain("not shown", shown.Error, StringComparison.Ordinal);

        var listed = (await Trail.CallAsync("findings", "list", "--db", Database)).Exits(0);
        Assert.DoesNotContain("  informational ", listed.Output, StringComparison.Ordinal);
        Assert.Equal("13 informational findings are kept and not shown: --min-severity informational", Assert.Single(listed.ErrorLines));
        Assert.Empty((await Trail.CallAsync("findings", "list", "--db", Database, "--output", "json")).Exits(0).ErrorLines);
    }

    [Fact]
    public async Task Fail_on_is_answered_by_the_exit_code()
    {
        (await Trail.RunAsync("scan", "events/trails", "--db", Database, "--fail-on", "critical")).Exits(1);
        var low = Path.Combine("rules", "cloudtrail", "persistence");
        var only = Directory.EnumerateFiles(Repository.PathOf(low), "*.yml").First(file => File.ReadAllText(file).Contains("title: IAM user created", StringComparison.Ordinal));
        (await Trail.CallAsync("scan", Repository.PathOf("events/trails"), "--db", PathOf("low.db"), "--rules", only, "--fail-on", "low")).Exits(1);
        (await Trail.CallAsync("scan", Repository.PathOf("events/trails"), "--db", PathOf("low.db"), "--rules", only, "--fail-on", "medium")).Exits(0);
        Assert.Single((await Trail.CallAsync("findings", "list", "--db", PathOf("low.db"), "--output", "jsonl")).JsonLines);
    }

    private static string[] ExpectedRows() => Repository.TableRows("events/README.md", "| ")
        .Where(cells => cells.Length == 6 && cells[0] is "critical" or "high" or "medium" or "low" or "informational")
        .Select(cells => string.Join('|', cells)).ToArray();

    private static string Row(JsonElement finding) => string.Join(
        '|',
        finding.GetProperty("rule").GetProperty("level").GetString(),
        finding.GetProperty("rule").GetProperty("title").GetString(),
        finding.GetProperty("accountId").GetString(),
        finding.GetProperty("actor").GetString()!.Split(':', 6)[5],
        finding.GetProperty("firstEventTime").GetDateTime().ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
        finding.GetProperty("eventCount").GetInt64());
}
