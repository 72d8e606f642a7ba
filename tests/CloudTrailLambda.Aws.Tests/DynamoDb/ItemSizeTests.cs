using System.Text;
using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Aws.Tests.DynamoDb;

/// <summary>Whoever makes events chooses their texts; the largest that there can be must still fit.</summary>
public sealed class ItemSizeTests
{
    private const int MaxItemBytes = 400 * 1024;

    // 4 MB, whichever of the two kinds of megabyte is meant.
    private const int MaxTransactionBytes = 4_000_000;

    [Fact]
    public void The_largest_items_fit_into_items_and_the_largest_transaction_into_a_transaction()
    {
        var step = LargestStep(new FindingStoreOptions());
        var puts = WriteStepItems.Of(step, "table", Largest('l'), expiresAt: 1_717_228_800).Select(item => item.Put).OfType<Put>()
            .Select(put => put.Item.Sum(SizeOf)).ToList();
        // An update counts with the whole item. 30 texts in sets, 16 in the group, 10 of the earliest events.
        var summary = AttributeValues.Item([.. SummaryItem.Changing(step.After), .. SummaryItem.Lasting(step.After.Finding)]).Sum(SizeOf);

        Assert.Equal(32 + 5 + 1, puts.Count);
        Assert.InRange(summary, 350_000, MaxItemBytes);
        Assert.InRange(puts.Max(), 300_000, MaxItemBytes);
        Assert.InRange(summary + puts.Sum(), 3_500_000, MaxTransactionBytes);
    }

    [Theory]
    [InlineData('x')]
    [InlineData('é')]
    [InlineData('日')]
    public void Keys_are_never_too_long_and_different_texts_have_different_ones(char letter)
    {
        var texts = Enumerable.Range(1, FindingLimits.MaxTextLength).Select(length => new string(letter, length)).ToList();
        var events = texts.ConvertAll(ItemKeys.Event);
        var actors = texts.ConvertAll(text => ItemKeys.Actor(text, text));
        var accounts = texts.ConvertAll(text => ItemKeys.Review(text, FindingStatus.Open));

        Assert.All(events, key => Assert.InRange(Encoding.UTF8.GetByteCount(key), 1, ItemKeys.MaxSortKeyBytes));
        Assert.All(actors.Concat(accounts), key => Assert.InRange(Encoding.UTF8.GetByteCount(key), 1, ItemKeys.MaxPartitionKeyBytes));
        foreach (var keys in (List<string>[])[events, actors, accounts])
        {
            Assert.Equal(texts.Count, keys.Distinct(StringComparer.Ordinal).Count());
            // A short form is not left alone, so no other text can have it as its key.
            Assert.All(keys.Where(key => key.Contains("#sha256:", StringComparison.Ordinal)), key => Assert.NotEqual(key, ItemKeys.Event(key[6..])));
        }
        Assert.All(accounts, key => Assert.EndsWith("#open", key, StringComparison.Ordinal));
    }

    [Fact]
    public void A_pair_of_surrogates_is_not_cut_apart()
    {
        for (var length = 900; length < 1_000; length++)
        {
            var key = ItemKeys.Event(new string('x', length) + string.Concat(Enumerable.Repeat("\U0001F600", 100)));
            Assert.Equal(key, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(key)));
        }
    }

    [Theory]
    [InlineData("日")]
    [InlineData("\U0001F600")]
    [InlineData("\0")]
    [InlineData("\"")]
    public async Task The_largest_texts_come_back_as_they_were(string letter)
    {
        using var table = await TestTable.CreateAsync();
        var store = new DynamoDbFindingStore(table.Client, table.Name, new ManualClock(), new() { EventsPerTransaction = 3 });
        var text = string.Concat(Enumerable.Repeat(letter, FindingLimits.MaxTextLength / letter.Length));
        var @event = LargestEvent(text, Sample.Noon);
        var match = ToMatch(@event, text);
        var logObject = text[..^8] + "/log";

        await store.AddAsync(logObject, [match], CancellationToken.None);
        var again = await store.AddAsync(logObject, [match], CancellationToken.None);

        Assert.Equal((0, 1), (again.NewEvents, again.KnownEvents));
        var finding = Assert.Single(await store.ListAsync(new FindingQuery { AccountId = text }, CancellationToken.None).ToListAsync());
        var detail = (await store.FindAsync(finding.Id.ToString(), CancellationToken.None))!;
        Assert.Equal(match.Key, detail.Finding.Key);
        Assert.Equal(FindingActivity.Of(@event), detail.Finding.Activity);
        var kept = Assert.Single(detail.Events);
        Assert.Equal(logObject, kept.LogObject);
        Assert.Equal(@event with { RecordJson = null }, kept.Event with { RecordJson = null });
        Assert.Equal(@event.RecordJson!.Value.ToArray(), kept.Event.RecordJson!.Value.ToArray());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"a\":\"\\u0000 \u65e5\"}")]
    public async Task A_record_comes_back_byte_by_byte(string record) => await ComesBackAsync(Encoding.UTF8.GetBytes(record));

    [Fact]
    public async Task A_record_that_is_not_utf8_comes_back_byte_by_byte() => await ComesBackAsync([(byte)'{', 0xff, 0xc3, (byte)'}']);

    [Fact]
    public async Task Times_at_the_ends_of_the_calendar_sort_and_come_back()
    {
        using var table = await TestTable.CreateAsync();
        var store = new DynamoDbFindingStore(table.Client, table.Name, new ManualClock());
        DateTimeOffset[] times = [DateTimeOffset.MinValue, new(999, 12, 31, 23, 59, 59, 999, TimeSpan.Zero), Sample.Noon, DateTimeOffset.MaxValue];
        await store.AddAsync("log", [.. times.Select((time, i) => Sample.Match(Sample.Event($"e{i}", time)))], CancellationToken.None);

        foreach (var since in times)
        {
            foreach (var account in (string?[])[Sample.Account, null])
            {
                var listed = await store.ListAsync(new FindingQuery { Since = since, AccountId = account }, CancellationToken.None).ToListAsync();
                // The last millisecond that there is begins before the last instant.
                Assert.Equal(
                    times.Select(time => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds())).Where(time => time >= since).Reverse(),
                    listed.Select(finding => finding.Activity.LastEventTime));
            }
        }
    }

    private static async Task ComesBackAsync(byte[] record)
    {
        using var table = await TestTable.CreateAsync();
        var store = new DynamoDbFindingStore(table.Client, table.Name, new ManualClock());
        var match = Sample.Match(Sample.Event("e1") with { RecordJson = record });

        await store.AddAsync("log", [match], CancellationToken.None);

        var detail = await store.FindAsync(match.Key.ToId().ToString(), CancellationToken.None);
        Assert.Equal(record, detail!.Events.Single().Event.RecordJson!.Value.ToArray());
    }

    /// <summary>Five of the largest records, as many of the largest events as there can be, and a summary whose sets are full.</summary>
    private static WriteStep LargestStep(FindingStoreOptions options)
    {
        var planner = new WriteStepPlanner(options);
        // An object before it has brought twenty events. One of them comes again: so the second object has an excess.
        var before = Group(Enumerable.Range(100, 20));
        var state = FindingState.None;
        var step = planner.Plan(state, before, Largest('k'), Sample.Noon);
        var known = before.Events.Select(@event => @event.EventId).ToHashSet(StringComparer.Ordinal);
        state = new FindingState(step.After, known, new HashSet<string>(StringComparer.Ordinal), Excess: 0);
        return planner.Plan(state, Group(Enumerable.Range(0, options.EventsPerTransaction).Concat([100])), Largest('l'), Sample.Noon);
    }

    private static FindingContribution Group(IEnumerable<int> numbers) => FindingContribution.Group(
        [.. numbers.Select(i => ToMatch(LargestEvent(Largest((char)('一' + i)), Sample.Noon.AddSeconds(i)), Largest('日')))])[0];

    private static FindingMatch ToMatch(FindingEvent @event, string text)
    {
        var rule = new FindingRule("0123456789abcdef0123456789abcdef0123", new string('t', 200), Severity.Informational, ["T1098.001", "T1078.004"], ["persistence", "initial-access"]);
        var group = new FindingGroup([.. Enumerable.Range(0, FindingLimits.MaxGroupFields).Select(i => new GroupField($"requestParameters.field{i}", text))]);
        return new FindingMatch(new FindingKey(rule.Id, text, group, FindingWindow.Containing(Sample.Noon, FindingWindow.DefaultLength)), rule, @event);
    }

    private static FindingEvent LargestEvent(string text, DateTimeOffset time) => new()
    {
        EventId = text,
        EventTime = time,
        EventName = text,
        EventSource = text,
        Region = text,
        SourceAddress = text,
        UserAgent = text,
        Actor = text,
        ErrorCode = text,
        RecordJson = Encoding.UTF8.GetBytes(new string(' ', FindingLimits.MaxRecordBytes)),
    };

    private static string Largest(char letter) => new(letter == 'l' || letter == 'k' ? (char)('日' + letter) : letter, FindingLimits.MaxTextLength);

    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    private static int SizeOf(KeyValuePair<string, AttributeValue> attribute) => Encoding.UTF8.GetByteCount(attribute.Key) + SizeOf(attribute.Value);

    private static int SizeOf(AttributeValue value) => value switch
    {
        { S: { } text } => Encoding.UTF8.GetByteCount(text),
        { N: { } number } => ((number.Length + 1) / 2) + 1,
        { M: { } map } => 3 + map.Sum(entry => 1 + SizeOf(entry)),
        { L: { } list } => 3 + list.Sum(element => 1 + SizeOf(element)),
        _ => 1,
    };
}
