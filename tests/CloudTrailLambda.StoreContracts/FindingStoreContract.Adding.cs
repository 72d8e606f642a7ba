using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.StoreContracts;

public abstract partial class FindingStoreContract
{
    [Fact]
    public async Task A_match_makes_a_finding_that_says_everything_about_it()
    {
        var store = await CreateAsync();
        var match = Sample.Match(Sample.Event("e1"));

        var outcome = await AddAsync(store, "log", match);

        var detail = await OnlyAsync(store);
        var finding = detail.Finding;
        Assert.Equal([match.Key.ToId()], outcome.New);
        Assert.Equal((1, 0), (outcome.NewEvents, outcome.KnownEvents));
        Assert.Equal(match.Key, finding.Key);
        Assert.Equal(match.Rule, finding.Rule);
        Assert.Equal(FindingActivity.Of(match.Event), finding.Activity);
        Assert.Equal((1, false), (finding.EventCount, finding.CountIsApproximate));
        Assert.Equal((FindingStatus.Open, AlertState.Pending), (finding.Status, finding.Alert));
        Assert.Equal((Clock.Now, Clock.Now), (finding.CreatedAt, finding.UpdatedAt));
        var kept = Assert.Single(detail.Events);
        Assert.Equal("log", kept.LogObject);
        Assert.Equal(match.Event with { RecordJson = null }, kept.Event with { RecordJson = null });
        Assert.Equal(match.Event.RecordJson!.Value.ToArray(), kept.Event.RecordJson!.Value.ToArray());
    }

    [Fact]
    public async Task An_object_added_again_changes_nothing()
    {
        var store = await CreateAsync();
        FindingMatch[] matches = [Sample.Match(Sample.Event("e1")), Sample.Match(Sample.Event("e2"))];
        await AddAsync(store, "log", matches);
        var before = (await OnlyAsync(store)).Finding;

        Clock.Now = Clock.Now.AddHours(1);
        var outcome = await AddAsync(store, "log", matches);

        Assert.Equal(before, (await OnlyAsync(store)).Finding);
        Assert.Equal([before.Id], outcome.Unchanged);
        Assert.Empty(outcome.New);
        Assert.Empty(outcome.Changed);
        Assert.Equal((0, 2), (outcome.NewEvents, outcome.KnownEvents));
    }

    [Fact]
    public async Task An_event_in_two_objects_counts_once()
    {
        var store = await CreateAsync();
        await AddAsync(store, "log-1", Sample.Match(Sample.Event("e1")), Sample.Match(Sample.Event("e2")));

        var outcome = await AddAsync(store, "log-2", Sample.Match(Sample.Event("e2")), Sample.Match(Sample.Event("e3")));

        Assert.Equal(3, (await OnlyAsync(store)).Finding.EventCount);
        Assert.Equal((1, 1), (outcome.NewEvents, outcome.KnownEvents));
    }

    [Fact]
    public async Task An_event_twice_in_one_object_counts_once()
    {
        var store = await CreateAsync();

        var outcome = await AddAsync(store, "log", Sample.Match(Sample.Event("e1")), Sample.Match(Sample.Event("e1")));

        Assert.Equal(1, (await OnlyAsync(store)).Finding.EventCount);
        Assert.Equal((1, 0), (outcome.NewEvents, outcome.KnownEvents));
    }

    [Fact]
    public async Task One_object_can_belong_to_several_findings()
    {
        var store = await CreateAsync();
        var old = Sample.Match(Sample.Event("e1"));
        await AddAsync(store, "log-1", old);
        var otherRule = Sample.Match(Sample.Event("e1"), Sample.Rule("rule-b"));
        var otherAccount = Sample.Match(Sample.Event("e1"), account: "444455556666");
        var otherGroup = Sample.Match(Sample.Event("e1"), group: "bob");
        var otherWindow = Sample.Match(Sample.Event("e1", Sample.Noon.AddHours(1)));

        var outcome = await AddAsync(store, "log-2", old, otherRule, otherAccount, otherGroup, otherWindow);

        Assert.Equal(5, (await ReadAllAsync(store)).Count);
        Assert.Equal([old.Key.ToId()], outcome.Unchanged);
        Assert.Equal(
            new[] { otherRule, otherAccount, otherGroup, otherWindow }
                .Select(match => match.Key.ToId().ToString()).Order(StringComparer.Ordinal),
            outcome.New.Select(id => id.ToString()),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Adding_no_matches_adds_nothing()
    {
        var store = await CreateAsync();

        var outcome = await AddAsync(store, "log");

        Assert.Empty(await ReadAllAsync(store));
        Assert.Empty(outcome.New);
    }

    [Fact]
    public async Task An_object_without_a_name_is_refused()
    {
        var store = await CreateAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync(store, "", Sample.Match(Sample.Event("e1"))));
    }

    [Fact]
    public async Task A_cancelled_addition_adds_nothing()
    {
        var store = await CreateAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.AddAsync("log", [Sample.Match(Sample.Event("e1"))], new CancellationToken(canceled: true)));

        Assert.Empty(await ReadAllAsync(store));
    }

    [Fact]
    public async Task First_and_last_time_and_actor_follow_event_time_not_arrival()
    {
        var store = await CreateAsync();
        await AddAsync(store, "log-1", Sample.Match(Sample.Event("e2", Sample.Noon.AddMinutes(20), actor: "second")));
        await AddAsync(store, "log-2", Sample.Match(Sample.Event("e3", Sample.Noon.AddMinutes(50), actor: "third")));

        var outcome = await AddAsync(store, "log-3", Sample.Match(Sample.Event("e1", Sample.Noon.AddMinutes(1), actor: "first")));

        var finding = (await OnlyAsync(store)).Finding;
        Assert.Equal(Sample.Noon.AddMinutes(1), finding.Activity.FirstEventTime);
        Assert.Equal(Sample.Noon.AddMinutes(50), finding.Activity.LastEventTime);
        Assert.Equal("first", finding.Activity.Actor);
        Assert.Equal([finding.Id], outcome.Changed);
    }

    [Fact]
    public async Task Sets_keep_the_smallest_values_and_say_that_there_are_more()
    {
        var store = await CreateAsync();
        for (var i = FindingLimits.MaxSetValues; i >= 0; i--)
        {
            await AddAsync(store, $"log-{i}", Sample.Match(Sample.Event(
                $"e{i}", address: $"192.0.2.{i:D3}", name: i % 2 == 0 ? "Even" : "Odd", region: null)));
        }

        var activity = (await OnlyAsync(store)).Finding.Activity;

        Assert.Equal(
            Enumerable.Range(0, FindingLimits.MaxSetValues).Select(i => $"192.0.2.{i:D3}"), activity.SourceAddresses, StringComparer.Ordinal);
        Assert.True(activity.SourceAddresses.HasMore);
        Assert.Equal(["Even", "Odd"], activity.EventNames, StringComparer.Ordinal);
        Assert.False(activity.EventNames.HasMore);
        Assert.Empty(activity.Regions);
    }

    [Fact]
    public async Task The_rule_is_shown_as_it_last_matched()
    {
        var store = await CreateAsync();
        await AddAsync(store, "log", Sample.Match(Sample.Event("e1")));
        var edited = Sample.Rule(severity: Severity.Critical, title: "Edited");

        Clock.Now = Clock.Now.AddHours(1);
        var outcome = await AddAsync(store, "log", Sample.Match(Sample.Event("e1"), edited));

        var finding = (await OnlyAsync(store)).Finding;
        Assert.Equal(edited, finding.Rule);
        Assert.Equal([finding.Id], outcome.Changed);
        Assert.Equal((Clock.Now.AddHours(-1), Clock.Now), (finding.CreatedAt, finding.UpdatedAt));
    }

    [Fact]
    public async Task Any_text_comes_back_as_it_was()
    {
        var store = await CreateAsync();
        const string odd = "a\0b \"'; DROP TABLE finding; -- 日本 \U0001F600 \u001f\\";
        var rule = new FindingRule("r" + odd, "t" + odd, Severity.High, ["T" + odd], [odd]);
        var @event = Sample.Event("e" + odd, actor: odd, name: odd, address: odd, region: odd) with
        {
            UserAgent = odd,
            EventSource = null,
            ErrorCode = odd,
        };
        var key = new FindingKey(
            rule.Id, odd, new FindingGroup(new GroupField(odd, odd), new GroupField("absent", Value: null)),
            FindingWindow.Containing(Sample.Noon, TimeSpan.FromMinutes(10)));

        await AddAsync(store, "log" + odd, new FindingMatch(key, rule, @event));

        var detail = await OnlyAsync(store);
        Assert.Equal(key, detail.Finding.Key);
        Assert.Equal(key.ToId(), detail.Finding.Key.ToId());
        Assert.Equal(rule, detail.Finding.Rule);
        Assert.Equal(FindingActivity.Of(@event), detail.Finding.Activity);
        var kept = Assert.Single(detail.Events);
        Assert.Equal("log" + odd, kept.LogObject);
        Assert.Equal(@event with { RecordJson = null }, kept.Event with { RecordJson = null });
    }
}
