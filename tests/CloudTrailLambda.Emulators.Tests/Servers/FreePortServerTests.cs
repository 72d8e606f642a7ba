using CloudTrailLambda.Emulators.Processes;

namespace CloudTrailLambda.Emulators.Tests.Servers;

public sealed class FreePortServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_whose_port_was_taken_is_started_on_another_one()
    {
        var ports = new List<int>();
        var (process, port) = await FreePortServer.StartAsync(
            port =>
            {
                ports.Add(port);
                return ports.Count == 1 ? ServerProcess.Start("sh", ["-c", "exit 1"]) : ServerProcess.Start("python3", ["-m", "http.server", "--bind", "127.0.0.1", $"{port}"]);
            },
            "/",
            Stop);
        await using var started = process;

        Assert.Equal(2, ports.Count);
        Assert.Equal(ports[1], port);
    }

    [Fact]
    public async Task A_server_that_never_comes_up_fails_with_its_output()
    {
        var starts = 0;
        var failure = await Assert.ThrowsAsync<ServerFailedException>(() => FreePortServer.StartAsync(
            _ => ServerProcess.Start("sh", ["-c", $"echo attempt {++starts}; exit 1"]), "/", Stop));

        Assert.Equal(3, starts);
        Assert.EndsWith("attempt 3", failure.Message, StringComparison.Ordinal);
    }
}
