using CloudTrailLambda.Emulators.Installing;

namespace CloudTrailLambda.Emulators.Tests.Installing;

public sealed class OneInstallTests : TemporaryFolder
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Target => PathOf("package");

    [Fact]
    public async Task Of_many_at_once_one_installs_and_all_find_the_whole()
    {
        var installs = 0;
        async Task InstallAsync(string folder, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref installs);
            await File.WriteAllTextAsync(Path.Combine(folder, "first"), "1", cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, cancellationToken);
            Assert.False(Directory.Exists(Target));
            await File.WriteAllTextAsync(Path.Combine(folder, "last"), "2", cancellationToken);
        }

        var folders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var folder = await new OneInstall(Target, TimeProvider.System).EnsureAsync(InstallAsync, Stop);
            Assert.True(File.Exists(Path.Combine(folder, "last")));
            return folder;
        })));

        Assert.Equal(1, installs);
        Assert.All(folders, folder => Assert.Equal(Target, folder));
        Assert.Equal(["package", "package.lock"], Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task While_another_process_installs_it_is_waited_for_and_not_for_ever()
    {
        const string Hold = "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(60)";
        await using var other = ServerProcess.Start("python3", ["-c", Hold, Target + ".lock"]);
        await other.WaitUntilReadyAsync(_ => Task.FromResult(other.Output == "held"), TimeSpan.FromSeconds(20), TimeProvider.System, Stop);
        var impatient = new OneInstall(Target, TimeProvider.System) { Patience = TimeSpan.FromMilliseconds(250) };

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => impatient.EnsureAsync((_, _) => throw new InvalidOperationException("installed in spite of the lock"), Stop));
        Assert.Contains(Target + ".lock", failure.Message, StringComparison.Ordinal);

        var patient = new OneInstall(Target, TimeProvider.System).EnsureAsync((_, _) => Task.CompletedTask, Stop);
        Assert.False(patient.IsCompleted);
        await other.DisposeAsync();
        Assert.True(Directory.Exists(await patient.WaitAsync(TimeSpan.FromSeconds(10), Stop)));
    }

    [Fact]
    public async Task An_install_that_failed_half_way_is_not_taken_for_a_whole_one()
    {
        var once = new OneInstall(Target, TimeProvider.System);
        await Assert.ThrowsAsync<InvalidOperationException>(() => once.EnsureAsync(
            (folder, _) =>
            {
                File.WriteAllText(Path.Combine(folder, "half"), "");
                throw new InvalidOperationException("the network is down");
            },
            Stop));
        Assert.False(Directory.Exists(Target));

        await once.EnsureAsync(
            (folder, _) =>
            {
                Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
                return File.WriteAllTextAsync(Path.Combine(folder, "whole"), "", Stop);
            },
            Stop);
        Assert.Equal(["whole"], Directory.EnumerateFiles(Target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        await using var held = new FileStream(Target + ".lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var waiting = new OneInstall(Target, TimeProvider.System).EnsureAsync((_, _) => Task.CompletedTask, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
