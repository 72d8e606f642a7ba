namespace CloudTrailLambda.Detection.Tests.Pipeline;

/// <summary>Findings depend on what happened, not on how the records of it are dealt out to objects or who reads them first.</summary>
public sealed class AnyOrderTests
{
    private const int Findings = 29;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task However_records_are_shuffled_split_and_repeated_the_findings_are_the_same(int seed)
    {
        var records = await SampleTrail.RecordsAsync();
        var expected = new RecordingStore();
        var plain = await expected.RunAsync(SampleTrail.Rules, new MemoryObjects().Add("all", records));
        Assert.Equal(Findings, (await expected.DescribeAsync()).Count);

        var random = new Random(seed);
        var (dealt, copies) = Deal(records, random);
        var store = new RecordingStore();
        var totals = await store.RunAsync(SampleTrail.Rules, dealt, parallel: random.Next(1, 9));

        Assert.Equal(await expected.DescribeAsync(), await store.DescribeAsync());
        Assert.Equal(records.Count, totals.Records);
        Assert.Equal(copies, totals.Duplicates);
        Assert.Equal(plain.Matches, totals.Matches);
        Assert.Equal(plain.NewEvents, totals.NewEvents);
    }

    [Fact]
    public async Task Reading_the_same_again_in_another_order_adds_nothing()
    {
        var records = await SampleTrail.RecordsAsync();
        var random = new Random(20261014);
        var (dealt, _) = Deal(records, random);
        var store = new RecordingStore();
        await store.RunAsync(SampleTrail.Rules, dealt, parallel: 4);
        var before = await store.DescribeAsync();

        for (var again = 0; again < 5; again++)
        {
            var totals = await store.RunAsync(SampleTrail.Rules, dealt, parallel: random.Next(1, 9));
            Assert.Equal(0, totals.NewEvents);
            Assert.Equal(before, await store.DescribeAsync());
        }
    }

    [Fact]
    public async Task Each_object_brings_the_store_all_of_its_matches_whichever_object_comes_first()
    {
        var (shared, own) = (Pipelines.Record("e-1", "2026-10-14T09:00:00Z"), Pipelines.Record("e-2", "2026-10-14T09:01:00Z"));
        foreach (var first in (string[])["a", "b"])
        {
            var store = new RecordingStore();
            var objects = new MemoryObjects().Add(first, shared, own).Add(first == "a" ? "b" : "a", shared, own, shared);

            var totals = await store.RunAsync(Pipelines.Load(Pipelines.Rule("StopLogging")), objects);

            Assert.Equal((2, 3, 2), (totals.Records, totals.Duplicates, totals.Matches));
            Assert.Equal([2, 3], store.Calls.Select(call => call.Matches));
            Assert.Equal(2, Assert.Single(await store.FindingsAsync()).EventCount);
        }
    }

    // Up to a dozen objects; about a third of the records is in one or two more of them.
    private static (MemoryObjects Objects, int Copies) Deal(List<string> records, Random random)
    {
        var piles = Enumerable.Range(0, random.Next(1, 13)).Select(_ => new List<string>()).ToArray();
        var copies = 0;
        foreach (var record in records)
        {
            var times = random.Next(3) == 0 ? random.Next(2, 4) : 1;
            copies += times - 1;
            for (var i = 0; i < times; i++) piles[random.Next(piles.Length)].Add(record);
        }

        var objects = new MemoryObjects();
        foreach (var (pile, i) in piles.Select((pile, i) => (pile.ToArray(), i)))
        {
            random.Shuffle(pile);
            objects.Add($"AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/14/{i}.json.gz", pile);
        }

        return (objects, copies);
    }
}
