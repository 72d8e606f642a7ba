using System.Globalization;
using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Scanning;

public sealed class DamagedInputTests : Workplace
{
    private const string Malformed = "events/malformed";

    [Fact]
    public async Task Each_damaged_file_is_named_with_record_and_byte_and_the_rest_is_read()
    {
        var run = (await Trail.RunAsync("scan", Malformed, "--db", Database, "--output", "json")).Exits(4);

        var delivered = 0;
        var badRecords = 0;
        foreach (var cells in Repository.TableRows($"{Malformed}/README.md", "| `"))
        {
            var file = cells[0].Trim('`');
            // Files below folders are logs by their name; this one is not.
            if (file.EndsWith(".txt", StringComparison.Ordinal)) continue;
            delivered += Count(cells[2]);
            var said = run.ErrorLines.Where(line => line.StartsWith($"{Malformed}/{file}: ", StringComparison.Ordinal)).ToArray();
            var expected = cells[3].Split("<br>");
            Assert.Equal(expected.Length, said.Length);
            foreach (var message in expected)
            {
                badRecords += MissingRecords(message);
                // Where a broken record is broken, the strict parser says more precisely; the record is the same.
                var place = message.StartsWith("record ", StringComparison.Ordinal) ? $"{message.Split(", byte ")[0]}, byte " : message;
                Assert.Contains(said, line => line.StartsWith($"{Malformed}/{file}: {place}", StringComparison.Ordinal));
            }
        }

        var totals = run.Json.GetProperty("totals");
        Assert.Equal(delivered, totals.GetProperty("records").GetInt32() + totals.GetProperty("duplicates").GetInt32());
        Assert.Equal(badRecords, totals.GetProperty("badRecords").GetInt32());
        Assert.DoesNotContain("   at ", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_behind_a_broken_record_is_found()
    {
        var log = Write("log.json", $$"""{"Records":[{"eventID":,},{{System.Text.Json.JsonSerializer.Serialize(StopLogging("e-1"))}}]}""");

        var run = (await Trail.CallAsync("scan", log, "--db", Database, "--output", "jsonl")).Exits(4);

        Assert.Equal("high", Assert.Single(run.JsonLines).GetProperty("rule").GetProperty("level").GetString());
        Assert.StartsWith($"{log}: record 1, byte ", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith("1 file, 1 record, 0 duplicates, 1 bad record, 1 match, 1 finding (1 new), ", run.Totals, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_stay_on_one_line_however_long_a_path_is()
    {
        var log = Write(string.Join('/', Enumerable.Repeat(new string('f', 60), 8)) + "/log.json", "");

        var run = (await Trail.CallAsync("scan", Folder, "--db", Database)).Exits(4);

        Assert.Contains($"{log}: byte 0: the file is empty", run.ErrorLines);
    }

    private static int MissingRecords(string message) =>
        message.StartsWith("record ", StringComparison.Ordinal) ? 1
        : message.StartsWith("byte ", StringComparison.Ordinal) && message.EndsWith(" more faults", StringComparison.Ordinal) ? int.Parse(message.Split(' ')[3], CultureInfo.InvariantCulture)
        : 0;

    private static int Count(string ranges) => ranges == "none" ? 0 : ranges.Split(", ").Sum(range =>
    {
        var ends = range.Split('–').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return ends[^1] - ends[0] + 1;
    });
}
