using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Aws.Tests.DynamoDb;

/// <summary>DynamoDB answers a megabyte at a time, and a listing wants the first of all of them.</summary>
public sealed class ListingTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private WatchedTable _table = null!;
    private DynamoDbFindingStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _table = await WatchedTable.CreateAsync();
        _store = _table.Open(_clock);
    }

    public ValueTask DisposeAsync() => _table.DisposeAsync();

    [Theory]
    [InlineData(Sample.Account, "Query")]
    [InlineData(null, "Scan")]
    public async Task A_listing_reads_all_pages_of_the_index(string? account, string operation)
    {
        var matches = Enumerable.Range(0, 40).Select(Large).ToArray();
        await _store.AddAsync("log", matches, CancellationToken.None);
        var expected = ExpectedFindings.Of([new("log", matches)], FindingLimits.MaxEventsKept)
            .OrderBy(FindingPosition.Of, Comparer<FindingPosition>.Create(FindingPosition.Compare)).Select(finding => finding.Id).ToList();
        _table.Forget();

        var listed = new List<FindingId>();
        FindingPosition? after = null;
        for (var page = 0; page < 5; page++)
        {
            var findings = await _store.ListAsync(new FindingQuery { AccountId = account, Limit = 10, After = after }, CancellationToken.None).ToListAsync();
            listed.AddRange(findings.Select(finding => finding.Id));
            after = findings.Count > 0 ? FindingPosition.Of(findings[^1]) : after;
        }

        Assert.Equal(expected, listed);
        Assert.All(_table.Calls, call => Assert.Equal(operation, call));
        Assert.InRange(_table.Calls.Length, 5 * 2, 5 * 5);
    }

    [Fact]
    public async Task A_prefix_is_looked_for_on_all_pages()
    {
        var matches = Enumerable.Range(0, 40).Select(Large).ToArray();
        await _store.AddAsync("log", matches, CancellationToken.None);

        foreach (var match in matches)
        {
            var id = match.Key.ToId();
            Assert.Equal(id, (await _store.FindAsync(id.ToString()[..12], CancellationToken.None))!.Finding.Id);
        }
    }

    [Fact]
    public async Task All_pages_of_a_findings_events_are_read()
    {
        FindingMatch[] matches = [.. Enumerable.Range(0, 60).Select(i => Sample.Match(Sample.Event(
            $"e{i}", Sample.Noon.AddSeconds(i), actor: Long('a'), name: Long('n'), address: Long('s'), region: Long('r')) with
            {
                UserAgent = Long('u'),
            }))];
        await _store.AddAsync("log", matches, CancellationToken.None);
        _table.Forget();

        var detail = (await _store.FindAsync(matches[0].Key.ToId().ToString(), CancellationToken.None))!;

        Assert.Equal(matches.Select(match => match.Event.EventId), detail.Events.Select(kept => kept.Event.EventId), StringComparer.Ordinal);
        Assert.Equal(["Query", "Query", "BatchGetItem 5"], _table.Calls);
    }

    [Fact]
    public void Of_any_number_the_first_are_kept_and_each_once()
    {
        var findings = ExpectedFindings.Of(
            [new("log", [.. Enumerable.Range(0, 200).Select(i => Sample.Match(
                Sample.Event("e1", Sample.Noon.AddSeconds(i % 50)), Sample.Rule(severity: (Severity)(i % 5)), group: $"user-{i}"))])],
            FindingLimits.MaxEventsKept);
        var expected = findings.OrderBy(FindingPosition.Of, Comparer<FindingPosition>.Create(FindingPosition.Compare)).Take(30).ToList();
        var random = new Random(1);
        for (var round = 0; round < 20; round++)
        {
            Finding[] passing = [.. findings, .. findings.Where(_ => random.Next(3) == 0)];
            random.Shuffle(passing);
            var best = new BestFindings(limit: 30);
            foreach (var finding in passing) best.Add(finding);

            Assert.Equal(expected, best.InOrder);
        }
    }

    [Fact]
    public void Of_a_finding_that_stands_on_two_pages_the_newer_is_kept()
    {
        var old = ExpectedFindings.Of([new("log", [Sample.Match(Sample.Event("e1"))])], FindingLimits.MaxEventsKept)[0];
        var changed = old with { UpdatedAt = Sample.Noon, Activity = old.Activity with { LastEventTime = Sample.Noon.AddMinutes(1) } };
        foreach (var order in (Finding[][])[[old, changed], [changed, old]])
        {
            var best = new BestFindings(limit: 5);
            foreach (var finding in order) best.Add(finding);

            Assert.Equal([changed], best.InOrder);
        }
    }

    private static FindingMatch Large(int number) => Sample.Match(
        Sample.Event("e1", Sample.Noon.AddSeconds(number * 7 % 40), actor: Long('a'), name: Long('n'), address: Long('s'), region: Long('r')),
        Sample.Rule(severity: (Severity)(number % 5), title: Long('t')),
        group: $"user-{number}-{Long('g')}");

    // Three bytes a character: a summary of five of them and more is 40 KB.
    private static string Long(char letter) => letter + new string('日', FindingLimits.MaxTextLength - 20);
}
