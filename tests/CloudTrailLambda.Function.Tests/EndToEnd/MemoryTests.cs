using System.Globalization;
using CloudTrailLambda.Benchmarks.Generation;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Function.Tests.EndToEnd;

/// <summary>What a large file costs.</summary>
public sealed class MemoryTests(DeployedAccount account) : IClassFixture<DeployedAccount>
{
    private const int Records = 5_000;
    private const long MaxPeakBytes = 256L << 20;

    [Fact]
    public async Task A_file_of_5000_records_is_done_in_one_invocation_and_little_memory()
    {
        using var folder = new TemporaryFolder();
        var totals = new CloudTrailGenerator(1, new GeneratorOptions { AttacksPerMillion = 5_000 }).WriteTree(folder.Path, Records, 1);
        var file = Assert.Single(Directory.GetFiles(folder.Path, "*.gz", SearchOption.AllDirectories));
        await account.PutAsync(Path.GetRelativePath(folder.Path, file).Replace('\\', '/'), await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        var notifications = await EventSource.DrainAsync(account, account.QueueUrl);
        var store = await account.OpenStoreInMotoAsync();
        await using var function = await RunningFunction.StartAsync(account.Environment(dynamoDb: account.Moto.Url));

        Assert.Empty(await EventSource.DeliverAsync(function, notifications));

        var peakBytes = PeakBytes(function.Process.Id);
        TestContext.Current.TestOutputHelper?.WriteLine($"peak {peakBytes / 1_000_000.0:F0} MB");
        Assert.InRange(peakBytes, 1, MaxPeakBytes);
        var findings = 0;
        // What is below is context of ordinary traffic as well.
        await foreach (var finding in store.ListAsync(new FindingQuery { MinSeverity = Severity.Medium }, TestContext.Current.CancellationToken)) findings++;
        Assert.InRange(findings, 1, totals.Attacks);
        Assert.Contains($"\"Records\":{Records}", function.Process.Output, StringComparison.Ordinal);
    }

    /// <summary>The most that a process ever had in memory, as the kernel counts it.</summary>
    private static long PeakBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("function-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
