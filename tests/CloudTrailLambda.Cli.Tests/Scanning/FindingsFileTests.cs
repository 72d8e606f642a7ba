using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Scanning;

public sealed class FindingsFileTests : Workplace
{
    [Fact]
    public async Task A_findings_file_in_a_folder_that_is_not_there_is_refused()
    {
        var run = (await Trail.RunAsync("scan", "events/trails", "--db", PathOf("no/findings.db"))).Exits(3);

        Assert.Contains("Its folder must exist", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_text_file_is_not_taken_for_a_findings_file_and_stays_as_it_is()
    {
        var notes = Write("notes.txt", string.Concat(Enumerable.Repeat("what I wanted to remember\n", 100)));
        var before = await File.ReadAllTextAsync(notes);

        var run = (await Trail.CallAsync("scan", Repository.PathOf("events/trails"), "--db", notes)).Exits(3);

        Assert.Contains($"{notes} is not a findings file", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(notes));
    }

    [Fact]
    public async Task Asking_for_findings_makes_no_file()
    {
        foreach (var question in (string[][])[["findings", "list"], ["findings", "show", "0123456789abcdef"]])
        {
            var run = (await Trail.CallAsync([.. question, "--db", Database])).Exits(3);
            Assert.Contains($"There is no findings file '{Database}'", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task A_finding_is_shown_by_the_first_digits_of_its_id_with_its_events_and_records()
    {
        var log = WriteLog("log.json", StopLogging("e-1"), StopLogging("e-2"));
        var found = (await Trail.CallAsync("scan", log, "--db", Database, "--output", "jsonl")).Exits(0);
        var id = Assert.Single(found.JsonLines).GetProperty("id").GetString()!;

        var shown = (await Trail.CallAsync("findings", "show", id[..8], "--db", Database)).Exits(0);
        var json = (await Trail.CallAsync("findings", "show", id, "--db", Database, "--output", "json")).Exits(0).Json;

        Assert.Contains(id, shown.Output, StringComparison.Ordinal);
        Assert.Contains("cloudtrail:StopLogging", shown.Output, StringComparison.Ordinal);
        Assert.Equal(["e-1", "e-2"], json.GetProperty("events").EnumerateArray().Select(kept => kept.GetProperty("eventId").GetString()));
        Assert.Equal("management", json.GetProperty("events")[0].GetProperty("record").GetProperty("requestParameters").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("zz", "'zz' is not a finding's id: give 6 to 32 hexadecimal digits. See: trail findings list")]
    [InlineData("00000000", "There is no finding '00000000'. See: trail findings list")]
    public async Task A_finding_that_is_not_there_is_said(string id, string message)
    {
        (await Trail.CallAsync("scan", WriteLog("log.json", StopLogging("e-1")), "--db", Database)).Exits(0);

        var run = (await Trail.CallAsync("findings", "show", id, "--db", Database)).Exits(3);

        Assert.Equal(message, Assert.Single(run.ErrorLines));
    }
}
