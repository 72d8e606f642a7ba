using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Emulators;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Aws.Tests.DynamoDb;

/// <summary>Several who write the same finding, and one who dies in the middle of it.</summary>
public sealed class ConcurrentWriterTests : IAsyncLifetime
{
    private readonly HastyClock _clock = new();
    private WatchedTable _table = null!;

    public async ValueTask InitializeAsync() => _table = await WatchedTable.CreateAsync();

    public ValueTask DisposeAsync() => _table.DisposeAsync();

    [Fact]
    public async Task Eight_writers_of_one_finding_lose_nothing_and_count_nothing_twice()
    {
        // Neighbours share five of their ten events. The pauses are the real ones.
        var deliveries = Enumerable.Range(0, 16).Select(i => new Delivery($"log-{i}", Sample.Matches(i * 5, (i * 5) + 10))).ToArray();
        var stores = Enumerable.Range(0, 8).Select(_ => _table.Open(TimeProvider.System)).ToArray();

        var outcomes = await Task.WhenAll(deliveries.Select(
            (delivery, i) => stores[i % 8].AddAsync(delivery.LogObject, delivery.Matches, CancellationToken.None)));

        var detail = await FindAsync();
        Assert.Equal(
            ExpectedFindings.Of(deliveries, FindingLimits.MaxEventsKept).Single() with { CreatedAt = default },
            detail.Finding with { CreatedAt = default, UpdatedAt = default });
        Assert.Equal(85, detail.Events.Count);
        Assert.Equal(85, outcomes.Sum(outcome => outcome.NewEvents));
        Assert.Equal(75, outcomes.Sum(outcome => outcome.KnownEvents));
        Assert.Single(outcomes, outcome => outcome.New.Count == 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task A_writer_that_dies_between_two_transactions_leaves_a_whole_finding_that_the_retry_completes(int written)
    {
        await Open().AddAsync("other", [.. Sample.Matches(4, 7)], CancellationToken.None);
        _table.Forget();
        _table.OnCall = call => call is { Operation: "TransactWriteItems" } && call.Number > written ? ProxyAction.Drop : null;
        var matches = Sample.Matches(0, 25);
        var clock = new HastyClock { Now = _clock.Now };

        await Assert.ThrowsAsync<FindingStoreException>(() => _table.Open(clock).AddAsync("log", matches, CancellationToken.None));

        var half = await FindAsync();
        Assert.Equal(3 + (3 * written), half.Finding.EventCount);
        Assert.Equal(half.Finding.EventCount, half.Events.Count);
        Assert.Equal(half.Events[^1].Event.EventTime, half.Finding.Activity.LastEventTime);
        Assert.Equal(5, half.Events.Count(kept => kept.Event.RecordJson is not null));

        _table.OnCall = _ => null;
        var outcome = await Open().AddAsync("log", matches, CancellationToken.None);

        Assert.Equal((22 - (3 * written), 3 + (3 * written)), (outcome.NewEvents, outcome.KnownEvents));
        var whole = await FindAsync();
        var expected = ExpectedFindings.Of([new("other", Sample.Matches(4, 7)), new("log", matches)], FindingLimits.MaxEventsKept).Single();
        Assert.Equal(expected, whole.Finding with { CreatedAt = default, UpdatedAt = default });
    }

    [Fact]
    public async Task Who_is_overtaken_at_the_limit_counts_the_rest_with_the_object()
    {
        var options = new FindingStoreOptions { EventsPerTransaction = TestTable.EventsPerTransaction, MaxEventsKept = 10 };
        var fast = new DynamoDbFindingStore(_table.Table.Client, _table.Table.Name, _clock, options);
        // Another writer fills the finding after the second of three transactions.
        var isOvertaken = false;
        _table.OnCall = call =>
        {
            if (isOvertaken || call is not { Operation: "TransactWriteItems", Number: 3 }) return null;
            isOvertaken = true;
            fast.AddAsync("fast", Sample.Matches(100, 104), CancellationToken.None).GetAwaiter().GetResult();
            return null;
        };

        var outcome = await _table.Open(_clock, options).AddAsync("slow", Sample.Matches(0, 9), CancellationToken.None);
        var again = await _table.Open(_clock, options).AddAsync("slow", Sample.Matches(0, 9), CancellationToken.None);

        Assert.Equal(9, outcome.NewEvents);
        Assert.Equal((0, 9), (again.NewEvents, again.KnownEvents));
        Assert.Equal((13, true), ((await FindAsync()).Finding.EventCount, (await FindAsync()).Finding.CountIsApproximate));
    }

    private DynamoDbFindingStore Open() => new(
        _table.Table.Client, _table.Table.Name, _clock, new() { EventsPerTransaction = TestTable.EventsPerTransaction });

    private async Task<FindingDetail> FindAsync()
    {
        var finding = Assert.Single(await Open().ListAsync(new FindingQuery(), CancellationToken.None).ToListAsync());
        return (await Open().FindAsync(finding.Id.ToString(), CancellationToken.None))!;
    }
}
