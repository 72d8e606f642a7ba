using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Commands;

/// <summary>What is different when somebody looks on.</summary>
public sealed class TerminalTests : Workplace
{
    private const char Escape = '\u001b';

    [Fact]
    public async Task On_a_terminal_there_are_progress_and_colour()
    {
        using var process = Trail.Start("script", ["-qec", $"'{Trail.Host}' '{Trail.Executable}' scan events/trails --db '{Database}'", "/dev/null"]);
        process.StandardInput.Close();
        var run = (await Trail.FinishAsync(process)).Exits(0);

        Assert.Contains("Scanning", run.Output, StringComparison.Ordinal);
        Assert.Contains("100%", run.Output, StringComparison.Ordinal);
        Assert.Contains(Escape, run.Output);
    }

    [Fact]
    public async Task Piped_there_is_neither_even_on_a_build_server()
    {
        using var process = Trail.Start("env", ["GITHUB_ACTIONS=true", "TERM=xterm-256color", Trail.Host, Trail.Executable, "scan", "events/trails", "--db", Database]);
        process.StandardInput.Close();
        var run = (await Trail.FinishAsync(process)).Exits(0);

        Assert.DoesNotContain(Escape, run.Output + run.Error);
        Assert.DoesNotContain("Scanning", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_no_error()
    {
        var rule = Write("any.yml", Rule.Of("any", "'*'"));
        using var process = Trail.Start("sh", ["-c", $"'{Trail.Host}' '{Trail.Executable}' match --rules '{rule}' events/trails events/trails/AWSLogs | head -n 1"]);
        process.StandardInput.Close();
        var run = (await Trail.FinishAsync(process)).Exits(0);

        Assert.Single(run.JsonLines);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("xception", run.Error, StringComparison.Ordinal);
    }
}
