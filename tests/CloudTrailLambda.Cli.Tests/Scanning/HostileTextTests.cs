using System.Globalization;
using CloudTrailLambda.Cli.Output;
using CloudTrailLambda.Cli.Tests.Running;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Cli.Tests.Scanning;

/// <summary>Whoever writes a record must not steer the terminal of whoever reads of it.</summary>
public sealed class HostileTextTests : Workplace
{
    private const string Hostile = "\u001b[2J\r\n\t[red]\u202eevil\u2028\u009b31m\u200b\u007f\U000e0041[/]\0";

    [Fact]
    public async Task A_table_keeps_a_hostile_record_on_one_line_and_shows_what_it_hides()
    {
        var run = (await Trail.CallAsync("scan", HostileLog(), "--db", Database)).Exits(0);

        var row = Assert.Single(run.OutputLines, line => line.Contains("evil", StringComparison.Ordinal));
        Assert.Contains(@"\u001b[2J\u000d\u000a\u0009[red]\u202eevil\u2028\u009b31m\u200b\u007f\U000e0041[/]\u0000", row, StringComparison.Ordinal);
        AssertHarmless(run);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task A_page_shows_no_control_character_of_a_record(string format)
    {
        var id = (await Trail.CallAsync("scan", HostileLog(), "--db", Database, "--output", "jsonl")).JsonLines[0].GetProperty("id").GetString()!;

        var run = (await Trail.CallAsync("findings", "show", id, "--db", Database, "--output", format)).Exits(0);

        AssertHarmless(run);
        if (format != "json") return;
        var kept = run.Json.GetProperty("events")[0];
        Assert.Equal(Hostile, kept.GetProperty("record").GetProperty("userAgent").GetString());
        Assert.Equal(Hostile, kept.GetProperty("userAgent").GetString());
    }

    [Fact]
    public async Task File_names_are_data_as_well()
    {
        var name = "\u001b[31m\n[red].json";
        Write(name, "no log");

        foreach (var command in (string[][])[["scan", Folder, "--db", Database], ["scan", PathOf("\u001b[1m"), "--db", Database], ["match", "--rules", Repository.PathOf("rules"), Folder]])
        {
            AssertHarmless((await Trail.CallAsync(command)).Exits(4));
        }

        AssertHarmless((await Trail.CallAsync("scan", Folder, "--db", PathOf("\u001b[31m/x.db"))).Exits(3));
        AssertHarmless((await Trail.CallAsync("rules", "lint", PathOf("\u001b[31m"))).Exits(2));
        AssertHarmless((await Trail.CallAsync("match", "--rules", PathOf("\u001b[31m"), Folder)).Exits(2));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_stored_and_shown()
    {
        var log = Write("log.json", System.Text.Json.JsonSerializer.Serialize(StopLogging("e-1", "HALF")).Replace("HALF", @"\ud800", StringComparison.Ordinal));

        var run = (await Trail.CallAsync("scan", log, "--db", Database, "--output", "jsonl")).Exits(0);
        var id = Assert.Single(run.JsonLines).GetProperty("id").GetString()!;

        (await Trail.CallAsync("findings", "show", id, "--db", Database, "--output", "json")).Exits(0);
        Assert.Contains("\ufffd", (await Trail.CallAsync("findings", "list", "--db", Database)).Exits(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain text – also ümlauts, 漢字 and 😀", "plain text – also ümlauts, 漢字 and 😀")]
    [InlineData("a\u00adb\ufeffc", @"a\u00adb\ufeffc")]
    [InlineData(null, "-")]
    public void Only_what_cannot_be_seen_is_escaped(string? text, string expected) => Assert.Equal(expected, PrintableText.Of(text));

    private string HostileLog()
    {
        var record = StopLogging("e-1", user: Hostile);
        foreach (var field in (string[])["sourceIPAddress", "awsRegion", "userAgent", "eventID", "errorMessage"]) record[field] = Hostile;
        return WriteLog("log.json", record);
    }

    private static void AssertHarmless(TrailRun run)
    {
        var text = run.Output + run.Error;
        Assert.DoesNotContain(text.Replace("\n", "", StringComparison.Ordinal), c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}
