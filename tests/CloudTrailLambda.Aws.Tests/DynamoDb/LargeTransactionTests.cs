using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Emulators;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Aws.Tests.DynamoDb;

/// <summary>
/// The store as it is configured by default, which DynamoDB Local cannot take: it knows neither transactions of more than ten items
/// nor empty texts. Moto knows both.
/// </summary>
public sealed class LargeTransactionTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private MotoServer _moto = null!;
    private TestTable _table = null!;
    private DynamoDbFindingStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _moto = await MotoServer.StartAsync();
        _table = await TestTable.CreateAsync(_moto.Url);
        _store = new DynamoDbFindingStore(_table.Client, _table.Name, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        _table.Dispose();
        await _moto.DisposeAsync();
    }

    [Fact]
    public async Task Many_events_come_back_and_come_again_without_a_change()
    {
        var matches = Sample.Matches(0, 200);

        var outcome = await AddAsync("log", matches);
        var before = await FindAsync(matches[0]);
        _clock.Now += TimeSpan.FromHours(1);
        var again = await AddAsync("log", matches);

        Assert.Equal((200, 0), (outcome.NewEvents, outcome.KnownEvents));
        Assert.Equal((0, 200), (again.NewEvents, again.KnownEvents));
        Assert.Equal(200, before.Finding.EventCount);
        Assert.Equal(200, before.Events.Count);
        Assert.Equal(before.Finding, (await FindAsync(matches[0])).Finding);
        // One version for each transaction.
        Assert.Equal("7", (await _table.ReadAllAsync())[0][Attributes.Version].N);
    }

    [Fact]
    public async Task Objects_that_share_events_count_them_once()
    {
        Delivery[] deliveries = [.. Enumerable.Range(0, 4).Select(i => new Delivery($"log-{i}", Sample.Matches(i * 30, (i * 30) + 60)))];
        foreach (var delivery in (Delivery[])[.. deliveries, .. deliveries]) await AddAsync(delivery.LogObject, delivery.Matches);

        var expected = ExpectedFindings.Of(deliveries, FindingLimits.MaxEventsKept).Single();
        Assert.Equal(expected, (await FindAsync(deliveries[0].Matches[0])).Finding with { CreatedAt = default, UpdatedAt = default });
    }

    [Fact]
    public async Task Past_the_limit_it_goes_on_with_counts()
    {
        await AddAsync("log-1", Sample.Matches(0, 990));
        await AddAsync("log-2", Sample.Matches(990, 1_500));
        var again = await AddAsync("log-2", Sample.Matches(990, 1_500));

        var detail = await FindAsync(Sample.Matches(0, 1)[0]);
        Assert.Equal((1_500, true), (detail.Finding.EventCount, detail.Finding.CountIsApproximate));
        Assert.Equal(990, detail.Events.Count);
        Assert.Equal((0, 510), (again.NewEvents, again.KnownEvents));
    }

    [Fact]
    public async Task Texts_may_be_empty()
    {
        var rule = new FindingRule("rule", "", Severity.Low, [""], [""]);
        var @event = Sample.Event("e1", actor: "", name: "", address: "", region: "") with { UserAgent = "", ErrorCode = "", RecordJson = Array.Empty<byte>() };
        var key = new FindingKey(rule.Id, "", new FindingGroup(new GroupField("", "")), FindingWindow.Containing(Sample.Noon, TimeSpan.FromMilliseconds(1)));
        var match = new FindingMatch(key, rule, @event);

        await AddAsync("log", [match]);

        var detail = await FindAsync(match);
        Assert.Equal(key, detail.Finding.Key);
        Assert.Equal(rule, detail.Finding.Rule);
        Assert.Equal("", detail.Finding.Activity.Actor);
        Assert.Equal(@event with { RecordJson = null }, detail.Events[0].Event with { RecordJson = null });
        Assert.Equal(0, detail.Events[0].Event.RecordJson!.Value.Length);
        Assert.Single(await _store.ListAsync(new FindingQuery { AccountId = "" }, CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Alerts_are_claimed_and_sent()
    {
        var id = (await AddAsync("log", Sample.Matches(0, 1))).New[0];

        Assert.Equal(AlertClaimResult.Claimed, (await _store.ClaimAsync(id, "first", _clock.Now.AddMinutes(5), CancellationToken.None)).Result);
        Assert.Equal(AlertClaim.Held, await _store.ClaimAsync(id, "second", _clock.Now.AddMinutes(5), CancellationToken.None));
        await _store.MarkSentAsync(id, "first", CancellationToken.None);
        Assert.Equal(AlertClaim.Settled, await _store.ClaimAsync(id, "second", _clock.Now.AddMinutes(5), CancellationToken.None));
    }

    private Task<StoreOutcome> AddAsync(string logObject, FindingMatch[] matches) => _store.AddAsync(logObject, matches, CancellationToken.None);

    private async Task<FindingDetail> FindAsync(FindingMatch match) =>
        (await _store.FindAsync(match.Key.ToId().ToString(), CancellationToken.None))!;
}
