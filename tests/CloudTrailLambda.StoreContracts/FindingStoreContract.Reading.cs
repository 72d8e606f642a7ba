using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.StoreContracts;

public abstract partial class FindingStoreContract
{
    [Fact]
    public async Task A_list_is_ordered_by_severity_then_last_event_then_id()
    {
        var store = await CreateAsync();
        var sevenFindings = await AddVariedAsync(store);

        var listed = await ListAsync(store, new FindingQuery());

        Assert.Equal(sevenFindings, listed.Count);
        Assert.Equal(
            listed.OrderByDescending(finding => finding.Rule.Severity).ThenByDescending(finding => finding.Activity.LastEventTime)
                .ThenBy(finding => finding.Id.ToString(), StringComparer.Ordinal),
            listed);
        Assert.Equal(Severity.Critical, listed[0].Rule.Severity);
        Assert.Equal(Severity.Informational, listed[^1].Rule.Severity);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Pages_join_to_the_whole_list(int pageSize)
    {
        var store = await CreateAsync();
        await AddVariedAsync(store);
        var whole = await ListAsync(store, new FindingQuery());

        var joined = new List<Finding>();
        var page = await ListAsync(store, new FindingQuery { Limit = pageSize });
        while (page.Count > 0)
        {
            Assert.InRange(page.Count, 1, pageSize);
            joined.AddRange(page);
            page = await ListAsync(store, new FindingQuery { Limit = pageSize, After = FindingPosition.Of(page[^1]) });
        }

        Assert.Equal(whole, joined);
    }

    [Fact]
    public async Task A_list_can_be_narrowed()
    {
        var store = await CreateAsync();
        await AddVariedAsync(store);
        var whole = await ListAsync(store, new FindingQuery());

        async Task ListsAsync(FindingQuery query, int count, Func<Finding, bool> fits)
        {
            var listed = await ListAsync(store, query);
            Assert.Equal(count, listed.Count);
            Assert.Equal(whole.Where(fits), listed);
        }

        await ListsAsync(new() { MinSeverity = Severity.High }, 2, finding => finding.Rule.Severity >= Severity.High);
        await ListsAsync(new() { AccountId = "444455556666" }, 1, finding => finding.Key.AccountId is "444455556666");
        await ListsAsync(new() { RuleId = "rule-Medium" }, 3, finding => finding.Rule.Id is "rule-Medium");
        var since = Sample.Noon.AddHours(2);
        await ListsAsync(new() { Since = since }, 4, finding => finding.Activity.LastEventTime >= since);
        await ListsAsync(new() { Since = since.AddTicks(1) }, 2, finding => finding.Activity.LastEventTime > since);
        await ListsAsync(new() { Since = since, RuleId = "rule-Medium", MinSeverity = Severity.Critical }, 0, _ => false);
    }

    [Fact]
    public async Task A_finding_is_found_by_the_beginning_of_its_id()
    {
        var store = await CreateAsync();
        await AddVariedAsync(store);
        var some = (await ListAsync(store, new FindingQuery()))[2];

        var id = some.Id.ToString();
        foreach (var prefix in (string[])[id, id[..FindingIdPrefix.MinLength], id[..8].ToUpperInvariant()])
            Assert.Equal(some, (await store.FindAsync(prefix, CancellationToken.None))!.Finding);
    }

    [Fact]
    public async Task An_id_that_no_finding_has_finds_none()
    {
        var store = await CreateAsync();

        Assert.Null(await store.FindAsync("abcdef", CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abcde")]
    [InlineData("abcdeg")]
    [InlineData("abcde%")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    public async Task What_cannot_be_an_id_is_refused(string id)
    {
        var store = await CreateAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => store.FindAsync(id, CancellationToken.None));
    }

    [Fact]
    public async Task A_beginning_that_several_findings_share_is_refused_with_the_candidates()
    {
        var store = await CreateAsync();
        // Two groups whose ids begin alike, found by trying: a few thousand ids hold such a pair of 24 bits.
        var byPrefix = new Dictionary<string, FindingMatch>(StringComparer.Ordinal);
        FindingMatch[] pair = [];
        for (var i = 0; pair.Length == 0; i++)
        {
            var match = Sample.Match(Sample.Event("e1"), group: $"user-{i}");
            var prefix = match.Key.ToId().ToString()[..FindingIdPrefix.MinLength];
            if (!byPrefix.TryAdd(prefix, match)) pair = [byPrefix[prefix], match];
        }
        await AddAsync(store, "log", pair);
        var ids = pair.Select(match => match.Key.ToId().ToString()).Order(StringComparer.Ordinal).ToList();

        var refusal = await Assert.ThrowsAsync<AmbiguousFindingIdException>(
            () => store.FindAsync(ids[0][..FindingIdPrefix.MinLength], CancellationToken.None));

        Assert.Equal(ids, refusal.Candidates.Select(id => id.ToString()), StringComparer.Ordinal);
        Assert.Contains(ids[1], refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ids[1], (await store.FindAsync(ids[1], CancellationToken.None))!.Finding.Id.ToString());
    }

    [Fact]
    public async Task The_earliest_events_keep_their_records_whatever_came_first()
    {
        var store = await CreateAsync();
        foreach (var i in (int[])[7, 3, 9, 1, 5, 8, 0, 6, 2, 4])
            await AddAsync(store, $"log-{i}", Sample.Match(Sample.Event($"e{i}", Sample.Noon.AddSeconds(i))));

        var events = (await OnlyAsync(store)).Events;

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"e{i}"), events.Select(kept => kept.Event.EventId), StringComparer.Ordinal);
        Assert.All(events.Take(FindingLimits.MaxRecordsKept), kept => Assert.Equal(
            Sample.Record(kept.Event.EventId, kept.Event.EventTime), kept.Event.RecordJson!.Value.ToArray()));
        Assert.All(events.Skip(FindingLimits.MaxRecordsKept), kept => Assert.Null(kept.Event.RecordJson));
    }

    [Fact]
    public async Task A_record_that_is_too_large_leaves_its_size()
    {
        var store = await CreateAsync();
        await AddAsync(
            store, "log",
            Sample.Match(Sample.Event("e1", recordBytes: FindingLimits.MaxRecordBytes)),
            Sample.Match(Sample.Event("e2", recordBytes: FindingLimits.MaxRecordBytes + 1)));

        var events = (await OnlyAsync(store)).Events;

        Assert.Equal(FindingLimits.MaxRecordBytes, events[0].Event.RecordJson!.Value.Length);
        Assert.Null(events[0].OmittedRecordBytes);
        Assert.Null(events[1].Event.RecordJson);
        Assert.Equal(FindingLimits.MaxRecordBytes + 1, events[1].OmittedRecordBytes);
    }

    [Fact]
    public async Task A_store_keeps_its_own_copy_of_a_record()
    {
        var store = await CreateAsync();
        var reused = Sample.Record("e1", Sample.Noon);
        await AddAsync(store, "log", Sample.Match(Sample.Event("e1") with { RecordJson = reused }));

        Array.Clear(reused);

        Assert.Equal(Sample.Record("e1", Sample.Noon), (await OnlyAsync(store)).Events[0].Event.RecordJson!.Value.ToArray());
    }

    private static async Task<int> AddVariedAsync(IFindingStore store)
    {
        FindingMatch[] matches =
        [
            .. Enum.GetValues<Severity>().Select(severity => Sample.Match(
                Sample.Event($"e-{severity}", Sample.Noon.AddHours((int)severity)), Sample.Rule($"rule-{severity}", severity))),
            Sample.Match(Sample.Event("same-time", Sample.Noon.AddHours(2)), Sample.Rule("rule-Medium"), account: "444455556666"),
            Sample.Match(Sample.Event("earlier", Sample.Noon.AddHours(1)), Sample.Rule("rule-Medium")),
        ];
        await AddAsync(store, "log", matches);
        return matches.Length;
    }
}
