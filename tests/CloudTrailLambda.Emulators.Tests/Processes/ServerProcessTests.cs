using System.Globalization;

namespace CloudTrailLambda.Emulators.Tests.Processes;

public sealed class ServerProcessTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_does_not_get_ready_fails_with_what_it_said()
    {
        await using var process = ServerProcess.Start("sh", ["-c", "echo waiting for the moon; sleep 60"]);
        var failure = await Assert.ThrowsAsync<ServerFailedException>(() => NeverReadyAsync(process, TimeSpan.FromMilliseconds(300)));

        Assert.Contains("is not ready after 0.3 s:\nwaiting for the moon", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.HasEnded);
        Assert.False(process.HasExited);
    }

    [Fact]
    public async Task One_that_ends_fails_at_once_with_its_code_and_what_it_said()
    {
        await using var process = ServerProcess.Start("sh", ["-c", "echo port taken >&2; exit 7"]);
        var failure = await Assert.ThrowsAsync<ServerFailedException>(() => NeverReadyAsync(process, TimeSpan.FromSeconds(30)));

        Assert.Contains("has ended with 7:\nport taken", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.HasEnded);
    }

    [Fact]
    public async Task One_that_ends_is_not_ready_although_somebody_answers_on_its_port()
    {
        await using var process = ServerProcess.Start("sh", ["-c", "exit 1"]);
        await process.WaitForExitAsync(Stop);
        await Assert.ThrowsAsync<ServerFailedException>(() => process.WaitUntilReadyAsync(_ => Task.FromResult(true), TimeSpan.FromSeconds(30), TimeProvider.System, Stop));
    }

    [Fact]
    public async Task Disposing_kills_its_children_too()
    {
        int parent;
        var child = 0;
        await using (var process = ServerProcess.Start("sh", ["-c", "sleep 600 & echo $!; wait"]))
        {
            parent = process.Id;
            await process.WaitUntilReadyAsync(_ => Task.FromResult(int.TryParse(process.Output, CultureInfo.InvariantCulture, out child)), TimeSpan.FromSeconds(10), TimeProvider.System, Stop);
            Assert.True(ProcessTable.IsAlive(parent));
            Assert.True(ProcessTable.IsAlive(child));
        }

        Assert.False(ProcessTable.IsAlive(parent));
        Assert.True(await ProcessTable.IsGoneSoonAsync(child));
    }

    [Fact]
    public async Task It_outlives_the_thread_that_asked_for_it()
    {
        ServerProcess? process = null;
        var thread = new Thread(() => process = ServerProcess.Start("sleep", ["600"]));
        thread.Start();
        thread.Join();
        await using var started = process!;
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Stop);

        Assert.False(started.HasExited);
    }

    [Fact]
    public async Task It_gets_its_folder_its_variables_and_an_empty_input()
    {
        await using var process = ServerProcess.Start("sh", ["-c", "cat; pwd; echo $AWS_REGION"], "/", TestCredentials.Environment);
        await process.WaitForExitAsync(Stop);
        Assert.Equal("/\nus-east-1", process.Output);
    }

    [Theory]
    [InlineData("no-such-program")]
    [InlineData("/no/such/program")]
    public void A_program_that_is_not_there_fails_at_once(string program)
    {
        var failure = Assert.Throws<MissingToolException>(() => ServerProcess.Start(program, []));
        Assert.Contains(program, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_much_output_the_end_is_kept()
    {
        await using var process = ServerProcess.Start("seq", ["1000"]);
        await process.WaitForExitAsync(Stop);
        Assert.Equal(Enumerable.Range(801, 200).Select(number => number.ToString(CultureInfo.InvariantCulture)), process.Output.Split('\n'));
    }

    private static Task NeverReadyAsync(ServerProcess process, TimeSpan patience) =>
        process.WaitUntilReadyAsync(_ => throw new HttpRequestException("nobody there"), patience, TimeProvider.System, Stop);
}
