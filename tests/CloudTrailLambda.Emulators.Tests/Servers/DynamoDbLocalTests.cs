using CloudTrailLambda.Emulators.Tests.Processes;

namespace CloudTrailLambda.Emulators.Tests.Servers;

public sealed class DynamoDbLocalTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_lists_its_tables_and_is_gone_when_it_is_stopped()
    {
        var database = await DynamoDbLocal.StartAsync(Stop);
        await using (database)
        {
            Assert.Equal("""{"TableNames":[]}""", await Tables.ListAsync(database.Url));
        }

        Assert.False(ProcessTable.IsAlive(database.Process.Id));
        await Assert.ThrowsAsync<HttpRequestException>(() => Tables.ListAsync(database.Url));
    }

    [Fact]
    public async Task The_shared_one_is_the_same_for_everybody_and_survives_who_disposes_of_it()
    {
        var first = await DynamoDbLocal.SharedAsync(Stop);
        await first.DisposeAsync();
        var second = await DynamoDbLocal.SharedAsync(Stop);

        Assert.Same(first, second);
        Assert.Equal("""{"TableNames":[]}""", await Tables.ListAsync(second.Url));
    }

    [Fact]
    public async Task Without_java_the_failure_says_what_to_install()
    {
        var failure = await Assert.ThrowsAsync<MissingToolException>(() => DynamoDbLocal.StartAsync(path: "", isShared: false, Stop));
        Assert.Equal("java is not on PATH. Install a Java runtime, version 8 or later.", failure.Message);
    }
}
