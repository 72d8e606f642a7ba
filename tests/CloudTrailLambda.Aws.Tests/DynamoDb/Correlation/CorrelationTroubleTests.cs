using System.Collections.Concurrent;
using System.Globalization;
using CloudTrailLambda.Aws.DynamoDb.Correlation;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Aws.Tests.DynamoDb.Correlation;

/// <summary>What DynamoDB refuses or loses for a while changes nothing about the result.</summary>
public sealed class CorrelationTroubleTests : CorrelationTableTests
{
    private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);

    [Theory]
    [InlineData("ProvisionedThroughputExceededException", 400)]
    [InlineData("ThrottlingException", 400)]
    [InlineData("InternalServerError", 500)]
    public async Task When_two_of_three_calls_are_refused_everything_still_ends_well(string error, int status)
    {
        const int Count = 100;
        Table.OnCall = call => AttemptAt(call) % 3 == 0 ? null : WatchedTable.Refuse(error, status: status);

        var written = await State.PutAsync([.. Enumerable.Range(0, Count).Select(key => Pages.Of(key, $"text {key}"))]);
        var replaced = await State.PutAsync([.. Enumerable.Range(0, Count).Select(key => Pages.Of(key, $"text {-key}", seen: 1))]);
        var read = await State.ShowAsync([.. Enumerable.Range(0, Count).Select(key => new StateRange(Pages.Series, key, key))]);

        Assert.Equal(Enumerable.Repeat(true, 2 * Count), written.Concat(replaced));
        Assert.Equal(Enumerable.Range(0, Count).Select(key => $"{key} v2 text {-key}"), read);
        Assert.Equal(9 * Count, Table.Calls.Length);
    }

    [Fact]
    public async Task What_is_throttled_for_good_is_said_and_not_taken_for_somebody_elses_write()
    {
        Table.OnCall = _ => WatchedTable.Refuse("ThrottlingException");

        foreach (var act in (Func<Task>[])[() => State.PutAsync(Pages.Of(1)), () => State.ShowAsync(Pages.All)])
        {
            Table.Forget();
            var fault = await Assert.ThrowsAsync<CorrelationStateException>(act);
            Assert.StartsWith($"DynamoDB throttles the table {Table.Table.Name} in us-east-1. Try again later", fault.Message, StringComparison.Ordinal);
            Assert.Equal(7, Table.Calls.Length);
        }
    }

    [Fact]
    public async Task One_page_that_cannot_be_written_is_a_fault_of_the_whole_call()
    {
        Table.OnCall = call => KeyOf(call) == 50 ? WatchedTable.Refuse("ThrottlingException") : null;

        await Assert.ThrowsAsync<CorrelationStateException>(() => State.PutAsync([.. Enumerable.Range(0, 100).Select(key => Pages.Of(key))]));

        // Some of the others are there: to write those again is to come too late.
        Table.OnCall = _ => null;
        Assert.Equal(["0 v1 x"], await State.ShowAsync(new StateRange(Pages.Series, 0, 0)));
        Assert.Empty(await State.ShowAsync(new StateRange(Pages.Series, 50, 50)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_own_write_whose_answer_was_lost_is_not_taken_for_somebody_elses(int seen)
    {
        if (seen > 0) await State.PutAsync(Pages.Of(1, "before"));
        Table.Forget();
        Table.OnCall = call => call.Number <= 2 ? ProxyAction.ForwardThenDrop : null;

        Assert.Equal([true], await State.PutAsync(Pages.Of(1, "mine", seen)));

        Assert.Equal(["PutItem", "PutItem", "PutItem"], Table.Calls);
        Assert.Equal([$"1 v{seen + 1} mine"], await State.ShowAsync(Pages.All));
        Assert.Equal([false], await State.PutAsync(Pages.Of(1, "somebody else's", seen)));
    }

    [Fact]
    public async Task A_write_that_never_arrived_is_made_again()
    {
        Table.OnCall = call => call.Number <= 2 ? ProxyAction.Drop : null;

        Assert.Equal([true], await State.PutAsync(Pages.Of(1, "mine")));

        Assert.Equal(["1 v1 mine"], await State.ShowAsync(Pages.All));
    }

    [Fact]
    public async Task Somebody_elses_write_that_came_before_the_repetition_stays()
    {
        var other = new DynamoDbCorrelationState(Table.Table.Client, Table.Table.Name, Clock);
        Table.OnCall = call =>
        {
            if (call.Number == 1) return ProxyAction.Drop;
            Assert.Equal([true], other.PutAsync(Pages.Of(1, "somebody else's")).GetAwaiter().GetResult());
            return null;
        };

        Assert.Equal([false], await State.PutAsync(Pages.Of(1, "mine")));

        Assert.Equal(["1 v1 somebody else's"], await other.ShowAsync(Pages.All));
    }

    [Fact]
    public async Task An_own_write_that_somebody_has_replaced_before_its_repetition_is_not_put_back()
    {
        var other = new DynamoDbCorrelationState(Table.Table.Client, Table.Table.Name, Clock);
        Table.OnCall = call =>
        {
            if (call.Number == 1) return ProxyAction.ForwardThenDrop;
            Assert.Equal([true], other.PutAsync(Pages.Of(1, "mine and more", seen: 1)).GetAwaiter().GetResult());
            return null;
        };

        // It was done, but that can no longer be told; whoever reads again finds it.
        Assert.Equal([false], await State.PutAsync(Pages.Of(1, "mine")));

        Assert.Equal(["1 v2 mine and more"], await other.ShowAsync(Pages.All));
    }

    [Fact]
    public async Task An_answer_to_a_query_that_was_lost_is_asked_for_again()
    {
        await State.PutAsync(Pages.Of(1));
        Table.OnCall = call => call is { Operation: "Query", Number: <= 2 } ? ProxyAction.ForwardThenDrop : null;

        Assert.Equal(["1 v1 x"], await State.ShowAsync(Pages.All));
    }

    [Fact]
    public async Task Who_cancels_in_the_middle_makes_no_further_call()
    {
        using var cancellation = new CancellationTokenSource();
        Table.OnCall = _ =>
        {
            cancellation.Cancel();
            return WatchedTable.Refuse("ThrottlingException");
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => State.WriteAsync([Pages.Of(1)], cancellation.Token));
        Assert.Single(Table.Calls);
    }

    private int AttemptAt(WatchedCall call) => _attempts.AddOrUpdate($"{call.Operation} {KeyOf(call)} {call.Body["Item"]?["version"]?["N"]}", 1, (_, before) => before + 1);

    private static int KeyOf(WatchedCall call)
    {
        var value = call.Body["Item"]?["page"] ?? call.Body["ExpressionAttributeValues"]![":first"];
        return int.Parse(value!["N"]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }
}
