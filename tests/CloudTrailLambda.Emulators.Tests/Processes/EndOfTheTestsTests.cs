using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using CloudTrailLambda.Emulators.Installing;

namespace CloudTrailLambda.Emulators.Tests.Processes;

/// <summary>What becomes of child processes when the process of the tests ends. Each test runs once more, in a process that is ended.</summary>
public sealed class EndOfTheTestsTests : IDisposable
{
    /// <summary>Set for that other run: the file that takes the id of its child.</summary>
    private const string Variable = "EMULATORS_TESTS_CHILD_FILE";

    private static readonly string? InOtherRun = Environment.GetEnvironmentVariable(Variable);

    private readonly string _folder = Directory.CreateTempSubdirectory("emulators-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string ChildFile => Path.Combine(_folder, "child");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("KILL", "setpriv", "sleep")] // The kernel ends the child.
    [InlineData("TERM", "sleep")] // They end it themselves.
    public async Task No_child_outlives_a_signal_to_them(string signal, params string[] programs)
    {
        if (InOtherRun is not null)
        {
            StartChild(InOtherRun);
            await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System, Stop);
            return;
        }

        await using var tests = StartOtherRun(programs);
        await tests.WaitUntilReadyAsync(_ => Task.FromResult(File.Exists(ChildFile)), TimeSpan.FromSeconds(30), TimeProvider.System, Stop);
        Assert.True(ProcessTable.IsAlive(ChildId()));
        using (var kill = Process.Start("kill", [$"-{signal}", tests.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(Stop);

        Assert.True(await ProcessTable.IsGoneSoonAsync(ChildId()), $"process {ChildId()} still runs\n{tests.Output}");
    }

    [Fact]
    public async Task No_child_that_was_forgotten_outlives_their_orderly_end()
    {
        if (InOtherRun is not null)
        {
            StartChild(InOtherRun);
            return;
        }

        await using var tests = StartOtherRun(["sleep"]);
        await tests.WaitForExitAsync(Stop);

        Assert.Equal(0, tests.ExitCode);
        Assert.True(await ProcessTable.IsGoneSoonAsync(ChildId()), $"process {ChildId()} still runs\n{tests.Output}");
    }

    /// <summary>Runs the calling test in a process of its own, on whose PATH are these programs only.</summary>
    private ServerProcess StartOtherRun(string[] programs, [CallerMemberName] string test = "")
    {
        foreach (var program in programs) File.CreateSymbolicLink(Path.Combine(_folder, program), ProgramSearch.Require(program, ProgramSearch.SystemPath, "util-linux and coreutils"));
        return ServerProcess.Start(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(EndOfTheTestsTests).Assembly.Location, "-method", $"{typeof(EndOfTheTestsTests).FullName}.{test}"],
            environment: new Dictionary<string, string>(StringComparer.Ordinal) { [Variable] = ChildFile, ["PATH"] = _folder });
    }

    private static void StartChild(string file)
    {
        var child = ServerProcess.Start("sleep", ["600"]);
        File.WriteAllText(file + ".part", child.Id.ToString(CultureInfo.InvariantCulture));
        File.Move(file + ".part", file, overwrite: true);
    }

    private int ChildId() => int.Parse(File.ReadAllText(ChildFile), CultureInfo.InvariantCulture);
}
