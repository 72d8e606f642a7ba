using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.StoreContracts;

public abstract partial class FindingStoreContract
{
    public static TheoryData<int, int> SeedsAndLimits =>
        [.. Enumerable.Range(1, 24).Select(seed => new TheoryDataRow<int, int>(seed, seed % 3 == 0 ? 1_000 : 4 + (seed * 7 % 40)))];

    [Theory]
    [MemberData(nameof(SeedsAndLimits))]
    public async Task Any_order_and_redelivery_end_in_what_the_set_of_deliveries_says(int seed, int maxEventsKept)
    {
        var random = new Random(seed);
        var objects = RandomObjects(random);
        var store = await CreateAsync(maxEventsKept);

        foreach (var delivery in WithRedelivery(objects, random))
            await store.AddAsync(delivery.LogObject, delivery.Matches, CancellationToken.None);

        await SaysAsync(store, objects, maxEventsKept);
    }

    [Theory]
    [InlineData(101, 12)]
    [InlineData(102, 30)]
    [InlineData(103, 1_000)]
    public async Task Concurrent_callers_end_in_what_the_set_of_deliveries_says(int seed, int maxEventsKept)
    {
        var random = new Random(seed);
        var objects = RandomObjects(random);
        var store = await CreateAsync(maxEventsKept);

        await Parallel.ForEachAsync(
            WithRedelivery(objects, random),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (delivery, cancellationToken) => await store.AddAsync(delivery.LogObject, delivery.Matches, cancellationToken));

        await SaysAsync(store, objects, maxEventsKept);
    }

    private static async Task SaysAsync(IFindingStore store, Delivery[] objects, int maxEventsKept)
    {
        var findings = await ReadAllAsync(store);
        Assert.Equal(ExpectedFindings.Of(objects, maxEventsKept), findings);
        foreach (var finding in findings)
        {
            var detail = (await store.FindAsync(finding.Id.ToString(), CancellationToken.None))!;
            var withRecord = detail.Events.Where(kept => kept.Event.RecordJson is not null).ToList();
            Assert.Equal(
                ExpectedFindings.Earliest(objects, finding.Key),
                withRecord.Select(kept => (kept.Event.EventId, kept.Event.EventTime, kept.LogObject)));
            Assert.All(withRecord, kept => Assert.Equal(
                Sample.Record(kept.Event.EventId, kept.Event.EventTime), kept.Event.RecordJson!.Value.ToArray()));
            if (!finding.CountIsApproximate) Assert.Equal(finding.EventCount, detail.Events.Count);
            else Assert.InRange(detail.Events.Count, 0, maxEventsKept + FindingLimits.MaxRecordsKept);
        }
    }

    private static Delivery[] RandomObjects(Random random)
    {
        var eventIds = random.Next(5, 200);
        return [.. Enumerable.Range(0, random.Next(1, 25)).Select(number => new Delivery(
            $"log-{number}", [.. Enumerable.Range(0, random.Next(0, 40)).Select(_ => RandomMatch(random, eventIds))]))];
    }

    private static FindingMatch RandomMatch(Random random, int eventIds)
    {
        var number = random.Next(eventIds);
        // A few ids come with several contents, as a corrected record does.
        var version = number % 10 == 0 ? random.Next(3) : 0;
        var at = Sample.Noon.AddSeconds((number * 7919 % 5400) + version);
        var @event = Sample.Event(
            $"e{number}", at, actor: $"actor-{number % 4}-{version}", name: $"Call{number % 13}",
            address: number % 9 == 0 ? null : $"198.51.100.{(number + version) % 30}", region: $"region-{number % 3}");
        return Sample.Match(@event, Sample.Rule($"rule-{random.Next(2)}"), group: $"group-{number % 2}");
    }

    /// <summary>Each object at least once, some of them more often, in any order.</summary>
    private static Delivery[] WithRedelivery(Delivery[] objects, Random random)
    {
        Delivery[] deliveries = [.. objects, .. objects.Where(_ => random.Next(2) == 0), .. objects.Where(_ => random.Next(4) == 0)];
        random.Shuffle(deliveries);
        foreach (var delivery in deliveries) random.Shuffle(delivery.Matches);
        return deliveries;
    }
}
