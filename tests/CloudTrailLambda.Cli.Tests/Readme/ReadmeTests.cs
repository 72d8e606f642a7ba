using System.Text.RegularExpressions;
using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Readme;

/// <summary>Holds what the README shows to what happens.</summary>
public sealed partial class ReadmeTests : Workplace
{
    private const string Scan = "$ dotnet run --project src/CloudTrailLambda.Cli -- scan events/trails";
    private const string Show = "$ trail findings show fba7f2";

    [Fact]
    public async Task The_readme_shows_what_the_scan_of_the_samples_prints()
    {
        // Standard output and standard error as a reader sees them: in one stream, in the order of writing.
        using var process = Trail.Start("sh", ["-c", $"exec '{Trail.Host}' '{Trail.Executable}' scan events/trails --db '{Database}' 2>&1"]);
        process.StandardInput.Close();
        var run = (await Trail.FinishAsync(process)).Exits(0);

        Assert.Equal(Comparable(run.Output), Comparable(Shown(Scan)));
    }

    [Fact]
    public async Task The_readme_shows_what_a_finding_of_the_samples_shows()
    {
        (await Trail.RunAsync("scan", "events/trails", "--db", Database)).Exits(0);

        var run = (await Trail.RunAsync("findings", "show", "fba7f2", "--db", Database)).Exits(0);

        Assert.Equal(Comparable(Shown(Show)), Comparable(run.Output));
    }

    private static string Shown(string command)
    {
        var lines = File.ReadAllLines(Repository.PathOf("README.md"));
        var place = Array.IndexOf(lines, command);
        Assert.True(place > 0 && lines[place - 1] == "```console", $"README.md has no block that begins with: {command}");
        return string.Join('\n', lines.Skip(place + 1).TakeWhile(line => line != "```"));
    }

    // Trailing spaces and empty lines at both ends are not shown; the speed is the machine's.
    private static string Comparable(string text) =>
        Speed().Replace(string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).Trim('\n'), "N records/s");

    [GeneratedRegex(@"[\d,]+ records/s", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Speed();
}
