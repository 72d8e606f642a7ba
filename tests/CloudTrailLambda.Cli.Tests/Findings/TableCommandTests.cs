using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Findings;

/// <summary>Findings in the table of a stack instead of a file.</summary>
public sealed class TableCommandTests(CloudAccount account) : Workplace, IClassFixture<CloudAccount>
{
    [Fact]
    public async Task A_scan_keeps_its_findings_in_the_table_where_they_are_listed_and_shown_and_stay_pending()
    {
        var table = await account.MakeTableAsync();
        string[] scan = ["scan", "events/trails", "--table", table, "--output", "jsonl"];
        var inFile = (await Trail.RunAsync("scan", "events/trails", "--db", Database, "--output", "jsonl")).Exits(0);

        // One object after the other: when moto cancels a transaction, as it must when two come to one finding, it puts back the whole
        // table as it was, with what others wrote meanwhile. How the store deals with rivals is tested against DynamoDB Local.
        var oneProcessor = new Dictionary<string, string?>(account.Environment, StringComparer.Ordinal) { ["DOTNET_PROCESSOR_COUNT"] = "1" };
        var first = (await Trail.RunAsync(oneProcessor, scan)).Exits(0);
        var second = (await Trail.RunAsync(oneProcessor, scan)).Exits(0);
        var listed = (await Trail.RunAsync(account.Environment, "findings", "list", "--table", table, "--output", "jsonl")).Exits(0);
        var id = first.JsonLines[0].GetProperty("id").GetString()!;
        var shown = (await Trail.RunAsync(account.Environment, "findings", "show", id[..6], "--table", table, "--output", "json")).Exits(0);

        Assert.Equal(inFile.OutputLines, first.OutputLines);
        Assert.Equal(first.OutputLines, second.OutputLines);
        Assert.Equal(first.OutputLines, listed.OutputLines);
        Assert.Contains(" (29 new), ", first.Totals, StringComparison.Ordinal);
        Assert.Contains(" (0 new), ", second.Totals, StringComparison.Ordinal);
        Assert.All(listed.JsonLines, finding => Assert.Equal("pending", finding.GetProperty("alert").GetString()));
        Assert.Equal(id, shown.Json.GetProperty("finding").GetProperty("id").GetString());
        Assert.NotEmpty(shown.Json.GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task Without_a_table_for_it_a_scan_says_that_correlations_remember_nothing()
    {
        const string Remark = "Correlations see this scan only. To let them remember others, name a table for that: --state-table NAME";
        string[] scan = ["scan", WriteLog("a.json", StopLogging("e-1")), "--table", await account.MakeTableAsync()];

        var forgetful = (await Trail.RunAsync(account.Environment, scan)).Exits(0);
        var mindful = (await Trail.RunAsync(account.Environment, [.. scan, "--state-table", await account.MakeStateTableAsync()])).Exits(0);
        var inFile = (await Trail.RunAsync("scan", scan[1], "--db", Database)).Exits(0);

        Assert.Contains(Remark, forgetful.ErrorLines);
        Assert.DoesNotContain(Remark, mindful.ErrorLines);
        Assert.DoesNotContain(Remark, inFile.ErrorLines);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_named_with_what_to_do()
    {
        foreach (var command in (string[][])[["findings", "list"], ["findings", "show", "abcdef"], ["scan", WriteLog("a.json", StopLogging("e-1"))]])
        {
            var run = (await Trail.RunAsync(account.Environment, [.. command, "--table", "nowhere"])).Exits(3);

            Assert.Contains(run.ErrorLines, line => line.StartsWith("There is no table nowhere in us-east-1. Deploy the stack there, or name the table that it made.", StringComparison.Ordinal));
            Assert.Empty(run.Output);
        }
    }

    [Fact]
    public async Task A_finding_that_is_not_in_the_table_is_an_answer()
    {
        var run = (await Trail.RunAsync(account.Environment, "findings", "show", "abcdef", "--table", await account.MakeTableAsync())).Exits(3);

        Assert.Equal("There is no finding 'abcdef'. See: trail findings list", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public async Task Without_a_region_the_variable_is_named()
    {
        var environment = new Dictionary<string, string?>(account.Environment, StringComparer.Ordinal)
        {
            ["AWS_REGION"] = null,
            ["AWS_DEFAULT_REGION"] = null,
            ["AWS_ENDPOINT_URL"] = null,
            ["HOME"] = Folder,
        };

        var run = (await Trail.RunAsync(environment, "findings", "list", "--table", "findings")).Exits(3);

        Assert.Contains("Set AWS_REGION to the region that the table is in.", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
