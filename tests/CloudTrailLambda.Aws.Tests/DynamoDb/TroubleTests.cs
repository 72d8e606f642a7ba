using System.Text.Json.Nodes;
using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Emulators;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Aws.Tests.DynamoDb;

/// <summary>What DynamoDB refuses or loses for a while changes nothing about the result.</summary>
public sealed class TroubleTests : IAsyncLifetime
{
    private readonly HastyClock _clock = new();
    private WatchedTable _table = null!;
    private DynamoDbFindingStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _table = await WatchedTable.CreateAsync();
        _store = _table.Open(_clock);
    }

    public ValueTask DisposeAsync() => _table.DisposeAsync();

    [Theory]
    [InlineData("ProvisionedThroughputExceededException", 400)]
    [InlineData("ThrottlingException", 400)]
    [InlineData("RequestLimitExceeded", 400)]
    [InlineData("InternalServerError", 500)]
    [InlineData("ServiceUnavailable", 503)]
    public async Task Each_call_is_made_again_after_a_passing_trouble(string error, int status)
    {
        _table.OnCall = call => call.Number <= 3 ? WatchedTable.Refuse(error, status: status) : null;

        var outcome = await AddAsync("log", Sample.Matches(0, 3));
        var again = await AddAsync("log", Sample.Matches(0, 3));

        Assert.Equal((1, 3), (outcome.New.Count, outcome.NewEvents));
        Assert.Equal((1, 3), (again.Unchanged.Count, again.KnownEvents));
        Assert.Equal(3, (await ReadAsync()).Finding.EventCount);
        Assert.Equal(4, _table.Calls.Count(call => call == "TransactWriteItems 7"));
    }

    [Fact]
    public async Task A_transaction_that_is_still_under_way_is_asked_for_again_with_the_same_token()
    {
        _table.OnCall = call => call is { Operation: "TransactWriteItems", Number: <= 3 }
            ? WatchedTable.Refuse("TransactionInProgressException")
            : null;

        Assert.Single((await AddAsync("log", Sample.Match(Sample.Event("e1")))).New);

        Assert.Single(_table.Calls, call => call == "GetItem");
        Assert.Single(Tokens().Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_sdk_does_its_own_repetitions_first()
    {
        _table.OnCall = call => call.Number <= 1 ? WatchedTable.Refuse("ThrottlingException") : null;

        var outcome = await _table.Open(TimeProvider.System, sdkRetries: 2).AddAsync("log", Sample.Matches(0, 1), CancellationToken.None);

        Assert.Single(outcome.New);
    }

    [Fact]
    public async Task A_batch_that_is_read_in_parts_is_read_to_its_end()
    {
        await AddAsync("log", Sample.Matches(0, 6));
        // First nothing at all, then all but two keys, then the rest.
        _table.OnCall = call => call is { Operation: "BatchGetItem", Number: 1 } ? Unprocessed(call, from: 0) : null;

        var outcome = await AddAsync("log", Sample.Matches(0, 6));

        Assert.Equal((0, 6), (outcome.NewEvents, outcome.KnownEvents));
        Assert.Equal(["GetItem", "BatchGetItem 6", "BatchGetItem 6"], _table.Calls[^3..]);
    }

    [Fact]
    public async Task Keys_that_are_left_over_are_asked_for_again()
    {
        await AddAsync("log", Sample.Match(Sample.Event("e1")));
        var ids = Enumerable.Range(0, 3).Select(i => new FindingId(i.ToString("x32"))).Append((await ReadAsync()).Finding.Id).ToArray();
        _table.Forget();
        _table.OnCall = call => call is { Operation: "BatchGetItem", Number: 1 } ? Unprocessed(call, from: 2) : null;

        var read = await _store.ReadAsync(ids, CancellationToken.None).ToListAsync();

        Assert.Equal(ids[3], Assert.Single(read).Id);
        Assert.Equal(["BatchGetItem 4", "BatchGetItem 2"], _table.Calls);
    }

    [Theory]
    [InlineData("TransactionConflict")]
    [InlineData("ConditionalCheckFailed")]
    [InlineData("ThrottlingError")]
    [InlineData("ProvisionedThroughputExceeded")]
    public async Task A_cancelled_transaction_is_decided_anew(string reason)
    {
        var reasons = new JsonArray(new JsonObject { ["Code"] = "None" }, new JsonObject { ["Code"] = reason, ["Message"] = "told to" });
        _table.OnCall = call => call is { Operation: "TransactWriteItems", Number: <= 4 }
            ? WatchedTable.Refuse("TransactionCanceledException", reasons: reasons.DeepClone().AsArray())
            : null;

        var outcome = await AddAsync("log", Sample.Match(Sample.Event("e1")));

        Assert.Single(outcome.New);
        Assert.Equal(5, _table.Calls.Count(call => call == "GetItem"));
        Assert.Equal(5, Tokens().Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_transaction_that_is_not_valid_is_not_tried_again()
    {
        var reasons = new JsonArray(new JsonObject { ["Code"] = "ValidationError", ["Message"] = "too large" });
        _table.OnCall = call => call.Operation == "TransactWriteItems"
            ? WatchedTable.Refuse("TransactionCanceledException", "reasons [ValidationError]", reasons.DeepClone().AsArray())
            : null;

        var fault = await Assert.ThrowsAsync<FindingStoreException>(() => AddAsync("log", Sample.Match(Sample.Event("e1"))));

        Assert.Contains("refused to write", fault.Message, StringComparison.Ordinal);
        Assert.Contains("ValidationError", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["GetItem", "TransactWriteItems 3"], _table.Calls);
    }

    [Fact]
    public async Task Who_is_always_too_late_gives_up_and_says_so()
    {
        _table.OnCall = call => call.Operation == "TransactWriteItems"
            ? WatchedTable.Refuse("TransactionCanceledException", reasons: [new JsonObject { ["Code"] = "ConditionalCheckFailed" }])
            : null;

        var fault = await Assert.ThrowsAsync<FindingStoreException>(() => AddAsync("log", Sample.Match(Sample.Event("e1"))));

        Assert.Contains("was changed by others 16 times in a row", fault.Message, StringComparison.Ordinal);
        Assert.Equal(16, _table.Calls.Count(call => call.StartsWith("Transact", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_with_the_same_token()
    {
        _table.OnCall = call => call is { Operation: "TransactWriteItems", Number: <= 2 } ? ProxyAction.ForwardThenDrop : null;

        var outcome = await AddAsync("log", Sample.Match(Sample.Event("e1")));

        Assert.Equal((1, 1), (outcome.New.Count, outcome.NewEvents));
        Assert.Equal(1, (await ReadAsync()).Finding.EventCount);
        Assert.Equal(3, Tokens().Count);
        Assert.Single(Tokens().Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_lost_answer_to_a_claim_does_not_lose_the_claim()
    {
        var id = (await AddAsync("log", Sample.Match(Sample.Event("e1")))).New[0];
        _table.OnCall = call => call is { Operation: "UpdateItem", Number: 1 or 3 } ? ProxyAction.ForwardThenDrop : null;

        var claim = await _store.ClaimAsync(id, "first", _clock.Now.AddMinutes(5), CancellationToken.None);
        await _store.MarkSentAsync(id, "first", CancellationToken.None);

        Assert.Equal(AlertClaimResult.Claimed, claim.Result);
        Assert.Equal(AlertState.Sent, (await ReadAsync()).Finding.Alert);
    }

    [Fact]
    public async Task A_claim_waits_for_a_transaction_that_is_under_way()
    {
        var id = (await AddAsync("log", Sample.Match(Sample.Event("e1")))).New[0];
        _table.OnCall = call => call is { Operation: "UpdateItem", Number: <= 3 } ? WatchedTable.Refuse("TransactionConflictException") : null;

        var claim = await _store.ClaimAsync(id, "first", _clock.Now.AddMinutes(5), CancellationToken.None);

        Assert.Equal(AlertClaimResult.Claimed, claim.Result);
    }

    private static ProxyAction Unprocessed(WatchedCall call, int from)
    {
        var tables = call.Body["RequestItems"]!.DeepClone().AsObject();
        foreach (var (_, table) in tables)
        {
            for (var i = 0; i < from; i++) table!["Keys"]!.AsArray().RemoveAt(0);
        }
        return WatchedTable.Answer(new JsonObject { ["Responses"] = new JsonObject(), ["UnprocessedKeys"] = tables });
    }

    private List<string> Tokens() =>
        [.. _table.Watched.Select(call => call.Body["ClientRequestToken"]?.GetValue<string>()).OfType<string>()];

    private async Task<FindingDetail> ReadAsync()
    {
        var store = new DynamoDbFindingStore(_table.Table.Client, _table.Table.Name, _clock);
        var finding = Assert.Single(await store.ListAsync(new FindingQuery(), CancellationToken.None).ToListAsync());
        return (await store.FindAsync(finding.Id.ToString(), CancellationToken.None))!;
    }

    private Task<StoreOutcome> AddAsync(string logObject, params FindingMatch[] matches) =>
        _store.AddAsync(logObject, matches, CancellationToken.None);
}
