using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Aws.Tests.DynamoDb;

/// <summary>Calls are what the table costs in time, and their items what it costs in money.</summary>
public sealed class CallCountTests : IAsyncLifetime
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

    [Fact]
    public async Task A_new_finding_costs_one_read_and_one_transaction()
    {
        await CostsAsync(() => AddAsync("log", Sample.Match(Sample.Event("e1"))), "GetItem", "TransactWriteItems 3");
    }

    [Fact]
    public async Task A_redelivery_writes_nothing()
    {
        await AddAsync("log", Sample.Match(Sample.Event("e1")));

        await CostsAsync(() => AddAsync("log", Sample.Match(Sample.Event("e1"))), "GetItem", "BatchGetItem 1");
    }

    [Fact]
    public async Task One_more_event_costs_two_reads_and_one_transaction()
    {
        await AddAsync("log-1", Sample.Matches(0, 3));

        // An early one: the summary, the event, its record.
        await CostsAsync(
            () => AddAsync("log-2", Sample.Match(Sample.Event("early", Sample.Noon))), "GetItem", "BatchGetItem 1", "TransactWriteItems 3");
    }

    [Fact]
    public async Task A_late_event_has_no_record_to_put()
    {
        await AddAsync("log-1", Sample.Matches(0, 5));

        await CostsAsync(
            () => AddAsync("log-2", Sample.Match(Sample.Event("late", Sample.Noon.AddMinutes(1)))),
            "GetItem", "BatchGetItem 1", "TransactWriteItems 2");
    }

    [Fact]
    public async Task A_known_event_in_another_object_is_noted_with_the_object()
    {
        await AddAsync("log-1", Sample.Match(Sample.Event("e1")));

        await CostsAsync(
            () => AddAsync("log-2", Sample.Match(Sample.Event("e1"))), "GetItem", "BatchGetItem 1", "TransactWriteItems 2");
        await CostsAsync(() => AddAsync("log-2", Sample.Match(Sample.Event("e1"))), "GetItem", "BatchGetItem 2");
    }

    [Fact]
    public async Task Many_events_take_several_transactions_and_one_read()
    {
        await CostsAsync(
            () => AddAsync("log", Sample.Matches(0, 10)),
            "GetItem", "TransactWriteItems 7", "TransactWriteItems 6", "TransactWriteItems 4", "TransactWriteItems 2");
    }

    [Fact]
    public async Task Of_many_events_those_that_are_known_are_read_at_once()
    {
        await AddAsync("log-1", Sample.Matches(0, 12));

        await CostsAsync(() => AddAsync("log-1", [.. Sample.Matches(0, 12), .. Sample.Matches(12, 200)], maxEventsKept: 12),
            "GetItem", "Query", "TransactWriteItems 2");
    }

    [Fact]
    public async Task Past_the_limit_a_redelivery_of_many_events_asks_for_the_object_alone()
    {
        await AddAsync("log", Sample.Matches(0, 500), maxEventsKept: 10);

        await CostsAsync(() => AddAsync("log", Sample.Matches(0, 500), maxEventsKept: 10), "GetItem", "GetItem");
    }

    [Fact]
    public async Task Past_the_limit_a_new_object_takes_one_transaction_however_many_events_it_brings()
    {
        await AddAsync("log-1", Sample.Matches(0, 10), maxEventsKept: 10);
        await AddAsync("log-2", Sample.Matches(10, 20), maxEventsKept: 10);

        await CostsAsync(
            () => AddAsync("log-3", Sample.Matches(20, 2_000), maxEventsKept: 10), "GetItem", "GetItem", "Query", "TransactWriteItems 2");
    }

    [Fact]
    public async Task Alerts_cost_one_write_each()
    {
        var id = (await AddAsync("log", Sample.Match(Sample.Event("e1")))).New[0];
        var until = _clock.Now.AddMinutes(5);

        await CostsAsync(() => _store.ClaimAsync(id, "first", until, CancellationToken.None), "UpdateItem");
        await CostsAsync(() => _store.ClaimAsync(id, "second", until, CancellationToken.None), "UpdateItem", "GetItem");
        await CostsAsync(() => _store.MarkSentAsync(id, "first", CancellationToken.None), "UpdateItem");
        await CostsAsync(() => _store.ReleaseAsync(id, "first", CancellationToken.None), "UpdateItem");
    }

    [Fact]
    public async Task A_finding_is_found_by_its_id_with_two_reads_and_by_a_beginning_with_a_scan_before()
    {
        var id = (await AddAsync("log", Sample.Matches(0, 10))).New[0].ToString();

        await CostsAsync(() => _store.FindAsync(id, CancellationToken.None), "Query", "BatchGetItem 5");
        await CostsAsync(() => _store.FindAsync(id[..8], CancellationToken.None), "Scan", "Query", "BatchGetItem 5");
    }

    [Fact]
    public async Task Findings_are_read_a_hundred_at_a_time()
    {
        FindingId[] ids = [.. Enumerable.Range(0, 150).Select(i => new FindingId(i.ToString("x32")))];

        await CostsAsync(async () => Assert.Empty(await _store.ReadAsync(ids, CancellationToken.None).ToListAsync()), "BatchGetItem 100", "BatchGetItem 50");
    }

    [Fact]
    public async Task An_accounts_findings_are_queried_and_all_findings_scanned()
    {
        await AddAsync("log", Sample.Match(Sample.Event("e1")));

        await CostsAsync(() => ListAsync(new FindingQuery { AccountId = Sample.Account, Since = Sample.Noon }), "Query");
        await CostsAsync(() => ListAsync(new FindingQuery { Since = Sample.Noon }), "Scan");
    }

    private async Task ListAsync(FindingQuery query) => Assert.Single(await _store.ListAsync(query, CancellationToken.None).ToListAsync());

    private Task<StoreOutcome> AddAsync(string logObject, FindingMatch match) => AddAsync(logObject, [match]);

    private Task<StoreOutcome> AddAsync(string logObject, FindingMatch[] matches, int? maxEventsKept = null)
    {
        var store = maxEventsKept is null ? _store : _table.Open(
            _clock, new() { EventsPerTransaction = TestTable.EventsPerTransaction, MaxEventsKept = maxEventsKept.Value });
        return store.AddAsync(logObject, matches, CancellationToken.None);
    }

    private async Task CostsAsync(Func<Task> act, params string[] calls)
    {
        _table.Forget();
        await act();
        Assert.Equal(calls, _table.Calls);
    }
}
