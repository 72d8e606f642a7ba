using System.Globalization;
using System.Text.Json;
using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Scanning;

/// <summary>Holds the scan of what AWS Config and GuardDuty write to the table in its README, and shows what changed.</summary>
public sealed class BesideTheTrailTests : Workplace
{
    private static readonly string Trails = Repository.PathOf("events/trails");
    private static readonly string Beside = Repository.PathOf("events/beside-the-trail");

    [Fact]
    public async Task Together_with_the_trail_they_add_the_findings_of_the_table()
    {
        var alone = (await Trail.CallAsync("scan", Trails, "--db", PathOf("alone.db"), "--output", "jsonl")).Exits(0);
        var together = (await Trail.CallAsync("scan", Trails, Beside, "--db", Database, "--output", "jsonl")).Exits(0);

        var expected = Repository.TableRows("events/README.md", "| ").Where(cells => cells.Length == 5 && cells[0] is "critical" or "medium").Select(cells => string.Join('|', cells)).ToArray();
        Assert.Equal(2, expected.Length);
        Assert.Equal(
            alone.JsonLines.Select(Row).Concat(expected).Order(StringComparer.Ordinal),
            together.JsonLines.Select(Row).Order(StringComparer.Ordinal));
        Assert.StartsWith("19 files, 359 records, 1 duplicate, 0 bad records,", together.Totals, StringComparison.Ordinal);
        Assert.DoesNotContain("for other log sources", together.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_finding_shows_what_changed_whichever_log_came_first(bool isTrailFirst)
    {
        foreach (var path in isTrailFirst ? new[] { Trails, Beside } : [Beside, Trails]) (await Trail.CallAsync("scan", path, "--db", Database)).Exits(0);
        var id = await IdOfAsync("Administrator policy attached to an identity");

        var shown = (await Trail.CallAsync("findings", "show", id, "--db", Database, "--output", "json")).Exits(0).Json;
        var page = (await Trail.CallAsync("findings", "show", id, "--db", Database)).Exits(0);

        var change = Assert.Single(shown.GetProperty("configurationChanges").EnumerateArray());
        Assert.Equal(
            ("AWS::IAM::User", "support-backup", "2026-10-14T09:09:54.127Z", "2026-10-14T09:08:11.48Z", "OK"),
            (Text(change, "resourceType"), Text(change, "resourceName"), Text(change, "capturedAt"), Text(change, "previouslyCapturedAt"), Text(change, "status")));
        var difference = Assert.Single(change.GetProperty("differences").EnumerateArray());
        Assert.Equal("configuration.attachedManagedPolicies[0]", Text(difference, "path"));
        Assert.Equal(JsonValueKind.Null, difference.GetProperty("before").ValueKind);
        Assert.Equal("""{"policyName":"AdministratorAccess","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}""", Text(difference, "after"));
        Assert.Contains("AWS::IAM::User AIDAJQABLZS4A3QDU576Q (support-backup), as AWS Config captured it at 2026-10-14 09:09:54: OK", page.OutputLines);
        Assert.Contains("configuration.attachedManagedPolicies[0]", page.Output.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_without_a_change_shows_none()
    {
        (await Trail.CallAsync("scan", Trails, Beside, "--db", Database)).Exits(0);

        var shown = (await Trail.CallAsync("findings", "show", await IdOfAsync("CloudTrail logging stopped or deleted"), "--db", Database, "--output", "json")).Exits(0).Json;

        Assert.Equal(0, shown.GetProperty("configurationChanges").GetArrayLength());
    }

    private async Task<string> IdOfAsync(string title)
    {
        var listed = (await Trail.CallAsync("findings", "list", "--db", Database, "--output", "jsonl")).Exits(0);
        return Text(Assert.Single(listed.JsonLines, finding => Text(finding.GetProperty("rule"), "title") == title), "id");
    }

    private static string Row(JsonElement finding) => string.Join(
        '|',
        Text(finding.GetProperty("rule"), "level"),
        Text(finding.GetProperty("rule"), "title"),
        Text(finding, "actor"),
        finding.GetProperty("firstEventTime").GetDateTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        finding.GetProperty("eventCount").GetInt64());

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
