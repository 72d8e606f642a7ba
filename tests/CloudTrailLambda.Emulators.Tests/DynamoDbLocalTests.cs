using System.Diagnostics;
using System.Net;
using System.Text;

namespace CloudTrailLambda.Emulators.Tests;

public sealed class DynamoDbLocalTests
{
    [Fact]
    public async Task It_lists_its_tables_and_is_gone_when_it_is_stopped()
    {
        var database = await DynamoDbLocal.StartAsync(TestContext.Current.CancellationToken);
        int id;
        await using (database)
        {
            id = database.Process.Id;
            Assert.Equal("""{"TableNames":[]}""", await Tables.ListAsync(database.Url));
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
        await Assert.ThrowsAsync<HttpRequestException>(() => Tables.ListAsync(database.Url));
    }

    [Fact]
    public async Task The_shared_one_is_the_same_for_everybody_and_survives_who_disposes_of_it()
    {
        var first = await DynamoDbLocal.SharedAsync(TestContext.Current.CancellationToken);
        await first.DisposeAsync();
        var second = await DynamoDbLocal.SharedAsync(TestContext.Current.CancellationToken);

        Assert.Same(first, second);
        Assert.Contains("TableNames", await Tables.ListAsync(second.Url), StringComparison.Ordinal);
    }
}
