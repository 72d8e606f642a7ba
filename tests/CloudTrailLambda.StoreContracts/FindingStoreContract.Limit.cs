using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.StoreContracts;

public abstract partial class FindingStoreContract
{
    [Fact]
    public async Task Up_to_the_limit_the_count_is_exact_and_every_event_is_kept()
    {
        var store = await CreateAsync();
        await AddAsync(store, "log-1", Sample.Matches(0, 600));
        await AddAsync(store, "log-2", Sample.Matches(400, FindingLimits.MaxEventsKept));

        var detail = await OnlyAsync(store);

        Assert.Equal((FindingLimits.MaxEventsKept, false), (detail.Finding.EventCount, detail.Finding.CountIsApproximate));
        Assert.Equal(FindingLimits.MaxEventsKept, detail.Events.Count);
    }

    [Fact]
    public async Task Past_the_limit_events_are_counted_but_no_longer_kept()
    {
        var store = await CreateAsync();
        await AddAsync(store, "log-1", Sample.Matches(0, FindingLimits.MaxEventsKept));

        var outcome = await AddAsync(store, "log-2", Sample.Matches(FindingLimits.MaxEventsKept, 2500));

        var detail = await OnlyAsync(store);
        Assert.Equal((2500, true), (detail.Finding.EventCount, detail.Finding.CountIsApproximate));
        Assert.Equal(FindingLimits.MaxEventsKept, detail.Events.Count);
        Assert.Equal((1500, 0), (outcome.NewEvents, outcome.KnownEvents));
    }

    [Fact]
    public async Task Redelivery_around_the_limit_counts_nothing_twice()
    {
        var store = await CreateAsync();
        (string Name, FindingMatch[] Matches)[] objects =
        [
            ("below", Sample.Matches(0, 700)), ("across", Sample.Matches(700, 1400)), ("past", Sample.Matches(1400, 1500)),
        ];
        foreach (var (name, matches) in objects) await AddAsync(store, name, matches);
        var before = (await OnlyAsync(store)).Finding;

        foreach (var (name, matches) in objects)
        {
            var outcome = await AddAsync(store, name, matches);
            Assert.Equal((0, matches.Length), (outcome.NewEvents, outcome.KnownEvents));
            Assert.Equal([before.Id], outcome.Unchanged);
        }

        Assert.Equal(1500, before.EventCount);
        Assert.Equal(before, (await OnlyAsync(store)).Finding);
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public async Task Past_the_limit_repeated_events_count_once_for_each_object_in_any_order(int first, int second, int third)
    {
        var store = await CreateAsync(maxEventsKept: 10);
        // 6 + 6 + 4 sightings of 12 events: more than the limit only once all three are there.
        FindingMatch[][] objects = [Sample.Matches(0, 6), Sample.Matches(2, 8), Sample.Matches(8, 12)];

        foreach (var number in (int[])[first, second, third, first, second, third]) await AddAsync(store, $"log-{number}", objects[number]);

        var finding = (await OnlyAsync(store)).Finding;
        Assert.Equal((16, true), (finding.EventCount, finding.CountIsApproximate));
    }

    [Fact]
    public async Task An_object_that_comes_again_with_more_events_contributes_them_once()
    {
        var store = await CreateAsync(maxEventsKept: 10);
        await AddAsync(store, "full", Sample.Matches(0, 8));
        await AddAsync(store, "edited", Sample.Matches(100, 104));
        Assert.Equal(12, (await OnlyAsync(store)).Finding.EventCount);

        foreach (var _ in (int[])[1, 2]) await AddAsync(store, "edited", Sample.Matches(100, 106));

        Assert.Equal(14, (await OnlyAsync(store)).Finding.EventCount);
    }

    [Fact]
    public async Task Past_the_limit_times_and_sets_and_earliest_records_go_on()
    {
        var store = await CreateAsync(maxEventsKept: 2);
        await AddAsync(store, "log-1", Sample.Matches(100, 103));

        await AddAsync(store, "log-2", Sample.Match(Sample.Event("early", Sample.Noon, address: "0.0.0.0")));

        var detail = await OnlyAsync(store);
        Assert.Equal(Sample.Noon, detail.Finding.Activity.FirstEventTime);
        Assert.Contains("0.0.0.0", detail.Finding.Activity.SourceAddresses, StringComparer.Ordinal);
        Assert.Equal("early", detail.Events[0].Event.EventId);
        Assert.NotNull(detail.Events[0].Event.RecordJson);
    }
}
