using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Commands;

public sealed class InterruptTests : Workplace
{
    private const int Logs = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_scan_that_is_interrupted_keeps_what_it_stored_and_the_next_one_completes_it()
    {
        for (var i = 0; i < Logs; i++) WriteLog($"logs/{i:00}.json", StopLogging($"e-{i}"));
        (await Trail.FinishAsync(Trail.Start("mkfifo", [PathOf("logs/zz.json")]))).Exits(0);
        using var scan = Trail.Start(Trail.Host, [Trail.Executable, "scan", PathOf("logs"), "--db", Database]);

        // Opening waits until the scan has come to the pipe, the last of the files. It then waits for what never comes.
        await using (var endless = await Task.Run(() => new StreamWriter(PathOf("logs/zz.json"))).WaitAsync(Patience))
        {
            await endless.WriteAsync($$"""{"Records":[{{JsonSerializer.Serialize(StopLogging("e-last"))}},""");
            await endless.FlushAsync();
            await UntilAsync(scan, () => HasStored($"e-{Logs - 1}"));
            await InterruptAsync(scan);
            (await Trail.FinishAsync(scan)).Exits(130);
        }

        Assert.Equal("ok", IntegrityCheck(Database));
        File.Delete(PathOf("logs/zz.json"));
        WriteLog("logs/zz.json", StopLogging("e-last"));
        var again = (await Trail.CallAsync("scan", PathOf("logs"), "--db", Database, "--output", "jsonl")).Exits(0);
        Assert.Equal(Logs + 1, Assert.Single(again.JsonLines).GetProperty("eventCount").GetInt32());
    }

    [Fact]
    public async Task An_endless_stream_of_records_is_interrupted_at_once()
    {
        using var scan = Trail.Start(Trail.Host, [Trail.Executable, "scan", "-", "--db", Database]);
        var feeding = FeedAsync(scan);
        await UntilAsync(scan, () => File.Exists(Database));
        await InterruptAsync(scan);

        var run = (await Trail.FinishAsync(scan)).Exits(130);

        await Assert.ThrowsAnyAsync<IOException>(() => feeding);
        Assert.Equal("Interrupted. What was stored by now is kept; scan again to complete it.", Assert.Single(run.ErrorLines));
        Assert.Empty(run.Output);
        Assert.Equal("ok", IntegrityCheck(Database));
    }

    // As long as the process reads.
    private static async Task FeedAsync(Process scan)
    {
        var lines = string.Concat(Enumerable.Range(0, 100).Select(i => JsonSerializer.Serialize(StopLogging($"e-{i}")) + "\n"));
        while (true) await scan.StandardInput.WriteAsync(lines);
    }

    // Once there is a write-ahead log, the file has its tables, and reading does not get in the way of who writes.
    private bool HasStored(string eventId) =>
        new FileInfo($"{Database}-wal") is { Exists: true, Length: > 0 } && Dump(Database).Exists(row => row.Contains($"|{eventId}|", StringComparison.Ordinal));

    private static async Task UntilAsync(Process scan, Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            Assert.False(scan.HasExited, "the scan ended by itself");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private static async Task InterruptAsync(Process process)
    {
        using var kill = Trail.Start("sh", ["-c", $"kill -INT {process.Id.ToString(CultureInfo.InvariantCulture)}"]);
        (await Trail.FinishAsync(kill)).Exits(0);
    }
}
