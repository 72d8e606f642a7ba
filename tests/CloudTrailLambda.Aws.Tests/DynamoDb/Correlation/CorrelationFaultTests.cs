using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Aws.DynamoDb.Correlation;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Aws.Tests.DynamoDb.Correlation;

/// <summary>What does not pass is said in words that tell where and what to do.</summary>
public sealed class CorrelationFaultTests : CorrelationTableTests
{
    [Fact]
    public async Task A_missing_table_is_named_with_its_region()
    {
        var state = new DynamoDbCorrelationState(Table.Table.Client, "no-such-table", Clock);

        await SaysAsync(() => state.PutAsync(Pages.Of(1)), "There is no table no-such-table in us-east-1. Deploy the stack there, or name the table that it made.");
        await SaysAsync(() => state.ShowAsync(Pages.All), "There is no table no-such-table in us-east-1.");
    }

    [Fact]
    public async Task A_denial_names_the_action_and_is_not_asked_for_again()
    {
        Table.OnCall = _ => WatchedTable.Refuse("AccessDeniedException", "User: arn:aws:sts::111122223333:assumed-role/f is not authorized");

        await SaysAsync(() => State.PutAsync(Pages.Of(1)), $"Access denied: allow dynamodb:PutItem on the table {Table.Table.Name} in us-east-1");
        await SaysAsync(() => State.ShowAsync(Pages.All), $"Access denied: allow dynamodb:Query on the table {Table.Table.Name} in us-east-1");
        Assert.Equal(["PutItem", "Query"], Table.Calls);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_said()
    {
        using var client = TestTable.Connect($"http://localhost:{FreePort.Next()}", config => config.MaxErrorRetry = 0);

        await SaysAsync(() => new DynamoDbCorrelationState(client, "table", Clock).ShowAsync(Pages.All), "DynamoDB in us-east-1 does not answer. Check the region and the network.");
    }

    [Fact]
    public async Task A_table_of_findings_is_told_from_one_of_state()
    {
        using var findings = await TestTable.CreateAsync();
        var state = new DynamoDbCorrelationState(findings.Client, findings.Name, Clock);

        await SaysAsync(() => state.PutAsync(Pages.Of(1)), $"The table {findings.Name} in us-east-1 does not take this request. Is it the table that the stack made?");
        await SaysAsync(() => state.ShowAsync(Pages.All), $"The table {findings.Name} in us-east-1 does not take this request.");
    }

    [Theory]
    [InlineData("content", "content that is not binary")]
    [InlineData("version", "no usable version")]
    public async Task An_item_that_somebody_has_edited_is_named_with_what_to_do(string edited, string what)
    {
        await State.PutAsync(Pages.Of(7));
        var item = Assert.Single((await Table.Table.Client.ScanAsync(new ScanRequest(Table.Table.Name))).Items);
        Assert.Contains(edited, item.Keys);
        item[edited] = new AttributeValue("by hand");
        await Table.Table.Client.PutItemAsync(Table.Table.Name, item);

        var fault = await Assert.ThrowsAsync<CorrelationStateException>(() => State.ShowAsync(Pages.All));

        Assert.Equal($"Page 7 of series series in the table {Table.Table.Name} has {what}. Delete the item: what it remembered begins anew.", fault.Message);
    }

    [Fact]
    public async Task An_item_without_a_time_to_live_is_not_there_and_gives_way()
    {
        await State.PutAsync(Pages.Of(7));
        var item = Assert.Single((await Table.Table.Client.ScanAsync(new ScanRequest(Table.Table.Name))).Items);
        item.Remove(CorrelationTable.TimeToLive);
        await Table.Table.Client.PutItemAsync(Table.Table.Name, item);

        Assert.Empty(await State.ShowAsync(Pages.All));
        Assert.Equal([true], await State.PutAsync(Pages.Of(7, "new")));
    }

    [Fact]
    public async Task The_largest_page_leaves_room_in_the_item()
    {
        var write = new StateWrite(new string('x', StatePage.MaxSeriesLength), long.MinValue, long.MaxValue - 1, new byte[StatePage.MaxContentBytes], DateTimeOffset.MaxValue);

        var item = PageItem.ToRequest(write, Table.Table.Name, now: 0).Item;

        // DynamoDB counts the names, the texts, the bytes, and at most 21 bytes for a number.
        Assert.InRange(item.Sum(attribute => attribute.Key.Length + (attribute.Value.S?.Length ?? attribute.Value.B?.Length ?? 21)), StatePage.MaxContentBytes, 400 * 1024);
        Assert.Equal([true], await State.PutAsync(write with { SeenVersion = 0 }));
    }

    private static async Task SaysAsync(Func<Task> act, string message)
    {
        var fault = await Assert.ThrowsAsync<CorrelationStateException>(act);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }
}
