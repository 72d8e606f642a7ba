using System.Collections.Concurrent;
using System.Globalization;
using CloudTrailLambda.Aws.DynamoDb.Correlation;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Aws.Tests.DynamoDb.Correlation;

/// <summary>What DynamoDB refuses or loses for a while changes nothing about the result.</summary>
public sealed class CorrelationTroubleTests : IAsyncLifetime
{
    private readonly HastyClock _clock = new();
    private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private WatchedTable _table = null!;
    private DynamoDbCorrelationState _state = null!;

    public async ValueTask InitializeAsync()
    {
        _table = await WatchedTable.CreateForCorrelationAsync();
        _state = _table.OpenCorrelation(_clock);
    }

    public ValueTask DisposeAsync() => _table.DisposeAsync();

    [Theory]
    [InlineData("ProvisionedThroughputExceededException", 400)]
    [InlineData("ThrottlingException", 400)]
    [InlineData("InternalServerError", 500)]
    public async Task When_two_of_three_calls_are_refused_everything_still_ends_well(string error, int status)
    {
        const int Count = 100;
        _table.OnCall = call => AttemptAt(call) % 3 == 0 ? null : WatchedTable.Refuse(error, status: status);

        var written = await _state.PutAsync([.. Enumerable.Range(0, Count).Select(key => Pages.Of(key, $"text {key}"))]);
        var replaced = await _state.PutAsync([.. Enumerable.Range(0, Count).Select(key => Pages.Of(key, $"text {-key}", seen: 1))]);
        var read = await _state.ShowAsync([.. Enumerable.Range(0, Count).Select(key => new StateRange(Pages.Series, key, key))]);

        Assert.Equal(Enumerable.Repeat(true, 2 * Count), written.Concat(replaced));
        Assert.Equal(Enumerable.Range(0, Count).Select(key => $"{key} v2 text {-key}"), read);
        Assert.Equal(9 * Count, _table.Calls.Length);
    }

    [Fact]
    public async Task What_is_throttled_for_good_is_said_and_not_taken_for_somebody_elses_write()
    {
        _table.OnCall = _ => WatchedTable.Refuse("ThrottlingException");

        foreach (var act in (Func<Task>[])[() => _state.PutAsync(Pages.Of(1)), () => _state.ShowAsync(Pages.All)])
        {
            _table.Forget();
            var fault = await Assert.ThrowsAsync<CorrelationStateException>(act);
            Assert.StartsWith($"DynamoDB throttles the table {_table.Table.Name} in us-east-1. Try again later", fault.Message, StringComparison.Ordinal);
            Assert.Equal(7, _table.Calls.Length);
        }
    }

    [Fact]
    public async Task One_page_that_cannot_be_written_is_a_fault_of_the_whole_call()
    {
        _table.OnCall = call => KeyOf(call) == 50 ? WatchedTable.Refuse("ThrottlingException") : null;

        await Assert.ThrowsAsync<CorrelationStateException>(() => _state.PutAsync([.. Enumerable.Range(0, 100).Select(key => Pages.Of(key))]));

        // Some of the others are there: to write those again is to come too late.
        _table.OnCall = _ => null;
        Assert.Equal(["0 v1 x"], await _state.ShowAsync(new StateRange(Pages.Series, 0, 0)));
        Assert.Empty(await _state.ShowAsync(new StateRange(Pages.Series, 50, 50)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_own_write_whose_answer_was_lost_is_not_taken_for_somebody_elses(int seen)
    {
        if (seen > 0) await _state.PutAsync(Pages.Of(1, "before"));
        _table.Forget();
        _table.OnCall = call => call.Number <= 2 ? ProxyAction.ForwardThenDrop : null;

        Assert.Equal([true], await _state.PutAsync(Pages.Of(1, "mine", seen)));

        Assert.Equal(["PutItem", "PutItem", "PutItem"], _table.Calls);
        Assert.Equal([$"1 v{seen + 1} mine"], await _state.ShowAsync(Pages.All));
        Assert.Equal([false], await _state.PutAsync(Pages.Of(1, "somebody else's", seen)));
    }

    [Fact]
    public async Task A_write_that_never_arrived_is_made_again()
    {
        _table.OnCall = call => call.Number <= 2 ? ProxyAction.Drop : null;

        Assert.Equal([true], await _state.PutAsync(Pages.Of(1, "mine")));

        Assert.Equal(["1 v1 mine"], await _state.ShowAsync(Pages.All));
    }

    [Fact]
    public async Task Somebody_elses_write_that_came_before_the_repetition_stays()
    {
        var other = new DynamoDbCorrelationState(_table.Table.Client, _table.Table.Name, _clock);
        _table.OnCall = call =>
        {
            if (call.Number == 1) return ProxyAction.Drop;
            Assert.Equal([true], other.PutAsync(Pages.Of(1, "somebody else's")).GetAwaiter().GetResult());
            return null;
        };

        Assert.Equal([false], await _state.PutAsync(Pages.Of(1, "mine")));

        Assert.Equal(["1 v1 somebody else's"], await other.ShowAsync(Pages.All));
    }

    [Fact]
    public async Task An_own_write_that_somebody_has_replaced_before_its_repetition_is_not_put_back()
    {
        var other = new DynamoDbCorrelationState(_table.Table.Client, _table.Table.Name, _clock);
        _table.OnCall = call =>
        {
            if (call.Number == 1) return ProxyAction.ForwardThenDrop;
            Assert.Equal([true], other.PutAsync(Pages.Of(1, "mine and more", seen: 1)).GetAwaiter().GetResult());
            return null;
        };

        // It was done, but that can no longer be told; whoever reads again finds it.
        Assert.Equal([false], await _state.PutAsync(Pages.Of(1, "mine")));

        Assert.Equal(["1 v2 mine and more"], await other.ShowAsync(Pages.All));
    }

    [Fact]
    public async Task An_answer_to_a_query_that_was_lost_is_asked_for_again()
    {
        await _state.PutAsync(Pages.Of(1));
        _table.OnCall = call => call is { Operation: "Query", Number: <= 2 } ? ProxyAction.ForwardThenDrop : null;

        Assert.Equal(["1 v1 x"], await _state.ShowAsync(Pages.All));
    }

    [Fact]
    public async Task Who_cancels_in_the_middle_makes_no_further_call()
    {
        using var cancellation = new CancellationTokenSource();
        _table.OnCall = _ =>
        {
            cancellation.Cancel();
            return WatchedTable.Refuse("ThrottlingException");
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _state.WriteAsync([Pages.Of(1)], cancellation.Token));
        Assert.Single(_table.Calls);
    }

    private int AttemptAt(WatchedCall call) => _attempts.AddOrUpdate($"{call.Operation} {KeyOf(call)} {call.Body["Item"]?["version"]?["N"]}", 1, (_, before) => before + 1);

    private static int KeyOf(WatchedCall call)
    {
        var value = call.Body["Item"]?["page"] ?? call.Body["ExpressionAttributeValues"]![":first"];
        return int.Parse(value!["N"]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }
}
