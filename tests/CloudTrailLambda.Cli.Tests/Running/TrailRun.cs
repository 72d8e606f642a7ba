using System.Text.Json;

namespace CloudTrailLambda.Cli.Tests.Running;

/// <summary>What a run of the command line came to.</summary>
internal sealed record TrailRun(int ExitCode, string Output, string Error)
{
    public string[] OutputLines => Lines(Output);

    public string[] ErrorLines => Lines(Error);

    /// <summary>Standard output without the line of totals, which holds a speed.</summary>
    public string[] Table => [.. OutputLines.Except([Totals], StringComparer.Ordinal)];

    /// <summary>The line of totals at the end of a scan.</summary>
    public string Totals => Assert.Single([.. OutputLines, .. ErrorLines], line => line.EndsWith(" records/s", StringComparison.Ordinal));

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output);

    public JsonElement[] JsonLines => OutputLines.Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();

    /// <summary>The exit code, and what was said in case it is another one.</summary>
    public TrailRun Exits(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode} instead of {exitCode}\n{Output}\n{Error}");
        return this;
    }

    public static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
