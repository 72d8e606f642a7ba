using CloudTrailLambda.Aws.DynamoDb.Correlation;
using CloudTrailLambda.Detection.Correlation;

namespace CloudTrailLambda.Aws.Tests.DynamoDb.Correlation;

/// <summary>Calls are what the table costs in time, and most of what it costs in money.</summary>
public sealed class CorrelationCallTests : CorrelationTableTests
{
    [Fact]
    public async Task A_page_costs_one_put_whether_it_is_new_known_or_somebody_else_was_faster()
    {
        await CostsAsync(() => State.PutAsync(Pages.Of(1)), "PutItem");
        await CostsAsync(() => State.PutAsync(Pages.Of(1, seen: 1)), "PutItem");
        await CostsAsync(() => State.PutAsync(Pages.Of(1, seen: 1)), "PutItem");
        await CostsAsync(() => State.PutAsync(Pages.Of(2), Pages.Of(3), Pages.Of(4)), "PutItem", "PutItem", "PutItem");
        await CostsAsync(() => State.PutAsync());
    }

    [Fact]
    public async Task A_range_costs_one_query_that_sees_what_was_written_before()
    {
        await State.PutAsync([.. Enumerable.Range(0, 20).Select(key => Pages.Of(key))]);

        await CostsAsync(() => State.ShowAsync(Pages.All), "Query");
        Assert.True(Table.Watched[0].Body["ConsistentRead"]!.GetValue<bool>());
        await CostsAsync(() => State.ShowAsync(Pages.All, new StateRange("nothing", 0, 9), new StateRange(Pages.Series, 3, 3)), "Query", "Query", "Query");
    }

    [Fact]
    public async Task A_range_of_nothing_costs_nothing() =>
        await CostsAsync(() => State.ShowAsync(new StateRange(Pages.Series, 1, 0), Pages.All with { Latest = 0 }));

    [Fact]
    public async Task The_latest_page_costs_no_more_than_itself()
    {
        await State.PutAsync([.. Enumerable.Range(0, 20).Select(key => Pages.Of(key))]);

        await CostsAsync(async () => Assert.Equal(["19 v1 x"], await State.ShowAsync(Pages.All with { Latest = 1 })), "Query");
        Assert.Equal(1, Table.Watched[0].Body["Limit"]!.GetValue<int>());
    }

    [Fact]
    public async Task Expired_pages_in_front_of_the_latest_are_passed_in_growing_steps()
    {
        await State.PutAsync([.. Enumerable.Range(0, 40).Select(key => Pages.Of(key, minutes: key == 0 ? 60 : 0))]);

        await CostsAsync(
            async () => Assert.Equal(["0 v1 x"], await State.ShowAsync(Pages.All with { Latest = 1 })),
            "Query", "Query", "Query", "Query", "Query", "Query");
        Assert.Equal([1, 2, 4, 8, 16, 32], Table.Watched.Select(call => call.Body["Limit"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_query_is_followed_to_its_end()
    {
        var large = new string('x', StatePage.MaxContentBytes);
        for (var key = 0; key < 7; key++) await State.PutAsync(Pages.Of(key, large));

        // DynamoDB answers with 1 MB at most.
        await CostsAsync(async () => Assert.Equal(7, (await State.ShowAsync(Pages.All)).Length), "Query", "Query", "Query");
    }

    [Fact]
    public async Task Sixteen_calls_are_under_way_at_a_time_and_no_more()
    {
        const int Most = 16;
        var (underWay, highest) = (0, 0);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Table.OnCall = _ =>
        {
            var now = Interlocked.Increment(ref underWay);
            InterlockedMax(ref highest, now);
            if (now >= Most) enough.TrySetResult();
            return null;
        };
        Table.BeforeAnswer = async () =>
        {
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(30));
            Interlocked.Decrement(ref underWay);
        };

        Assert.DoesNotContain(false, await State.PutAsync([.. Enumerable.Range(0, 60).Select(key => Pages.Of(key))]));

        Assert.Equal(Most, highest);
    }

    private static void InterlockedMax(ref int highest, int value)
    {
        for (var known = Volatile.Read(ref highest); value > known; known = Volatile.Read(ref highest))
            Interlocked.CompareExchange(ref highest, value, known);
    }

    private async Task CostsAsync(Func<Task> act, params string[] calls)
    {
        Table.Forget();
        await act();
        Assert.Equal(calls, Table.Calls);
    }
}
