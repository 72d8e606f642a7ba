namespace CloudTrailLambda.Emulators.Tests;

public sealed class NodePackagesTests
{
    [Fact]
    public async Task The_cdk_command_is_the_pinned_one()
    {
        var script = await NodePackages.CdkAsync(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(script), script);
    }
}
