using System.Diagnostics;
using System.Globalization;

namespace CloudTrailLambda.Emulators.Tests.Processes;

/// <summary>What becomes of child processes when the process of the tests ends, one way or the other.</summary>
public sealed class EndOfTheTestsTests : IDisposable
{
    /// <summary>Set for a run of this assembly that plays the tests which are ended: the file that takes the id of its child.</summary>
    private const string Variable = "EMULATORS_TESTS_CHILD_FILE";

    private readonly string _folder = Directory.CreateTempSubdirectory("emulators-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task No_child_outlives_them(string signal)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } ours)
        {
            await HoldAsync(ours);
            return;
        }

        var file = Path.Combine(_folder, "child");
        await using var tests = ServerProcess.Start(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
            [typeof(EndOfTheTestsTests).Assembly.Location, "-method", $"{typeof(EndOfTheTestsTests).FullName}.{nameof(No_child_outlives_them)}"],
            environment: new Dictionary<string, string>(StringComparer.Ordinal) { [Variable] = file });
        await tests.WaitUntilReadyAsync(_ => Task.FromResult(File.Exists(file)), TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
        var child = int.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        Assert.True(ProcessTable.IsAlive(child));

        using (var kill = Process.Start("kill", [$"-{signal}", tests.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.True(await ProcessTable.IsGoneSoonAsync(child), $"process {child} still runs\n{tests.Output}");
    }

    private static async Task HoldAsync(string file)
    {
        await using var child = ServerProcess.Start("sleep", ["600"]);
        await File.WriteAllTextAsync(file + ".part", child.Id.ToString(CultureInfo.InvariantCulture));
        File.Move(file + ".part", file, overwrite: true);
        await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System);
    }
}
