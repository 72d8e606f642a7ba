using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Detection.Tests.Alerts;

public sealed class AlertDeliveryTests
{
    private readonly LeapingClock _clock = new();
    private readonly InMemoryFindingStore _store;

    public AlertDeliveryTests() => _store = new InMemoryFindingStore(_clock);

    [Fact]
    public async Task Many_at_once_publish_each_alert_once_and_all_of_them_know_that_it_is_out()
    {
        var due = await AddAsync("a", "b", "c");
        var sink = new SinkLog(async _ => await Task.Yield());

        // Patience without end: the clock leaps, and how often somebody must ask again is chance.
        var counts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Delivery(sink, patience: TimeSpan.MaxValue).DeliverAsync(due, CancellationToken.None))));

        Assert.Equal(3, counts.Sum());
        Assert.Equal(due.Select(alert => alert.Id).ToHashSet(), sink.Published.Select(finding => finding.Id).ToHashSet());
        Assert.Equal(3, sink.Published.Count);
        Assert.All(await FindingsAsync(), finding => Assert.Equal(AlertState.Sent, finding.Alert));
    }

    [Fact]
    public async Task A_failure_is_thrown_after_everybody_had_a_turn_and_stays_due()
    {
        var due = await AddAsync("a", "b", "c");
        var broken = due[0].Id;
        var sink = new SinkLog(finding => finding.Id == broken ? throw new AlertException("No topic.") : Task.CompletedTask);

        var e = await Assert.ThrowsAsync<AlertException>(() => Delivery(sink).DeliverAsync(due, CancellationToken.None));

        Assert.Equal("1 alerts are still due: No topic.", e.Message);
        Assert.Equal(2, sink.Published.Count);
        Assert.Equal(AlertState.Pending, (await FindAsync(broken)).Alert);

        var mended = new SinkLog();
        Assert.Equal(1, await Delivery(mended).DeliverAsync(due, CancellationToken.None));
        Assert.Equal(broken, Assert.Single(mended.Published).Id);
    }

    [Fact]
    public async Task Below_the_level_nothing_is_claimed()
    {
        var due = await AddAsync(Severity.Low, "a");
        var sink = new SinkLog();

        Assert.Equal(0, await Delivery(sink).DeliverAsync(due, CancellationToken.None));

        Assert.Empty(sink.Published);
        Assert.Equal(AlertState.Pending, (await FindAsync(due[0].Id)).Alert);
    }

    [Fact]
    public async Task A_claim_that_somebody_holds_is_waited_for_and_then_left_to_a_retry()
    {
        var due = await AddAsync("a");
        await _store.ClaimAsync(due[0].Id, "somebody", _clock.GetUtcNow().AddMinutes(5), CancellationToken.None);
        var started = _clock.GetUtcNow();
        var sink = new SinkLog();

        var e = await Assert.ThrowsAsync<AlertException>(() => Delivery(sink).DeliverAsync(due, CancellationToken.None));

        Assert.Contains($"The alert of finding {due[0].Id} is in the hands of another invocation.", e.Message, StringComparison.Ordinal);
        Assert.InRange(_clock.GetUtcNow() - started, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
        Assert.Empty(sink.Published);
        Assert.Equal(AlertState.Claimed, (await FindAsync(due[0].Id)).Alert);
    }

    [Fact]
    public async Task A_claim_that_is_given_up_or_done_while_it_is_waited_for_needs_no_retry()
    {
        var due = await AddAsync("given-up", "done");
        foreach (var alert in due) await _store.ClaimAsync(alert.Id, "somebody", _clock.GetUtcNow().AddMinutes(5), CancellationToken.None);
        var claims = new EndedClaims(_store, afterAsking: 3, async () =>
        {
            await _store.ReleaseAsync(due[0].Id, "somebody", CancellationToken.None);
            await _store.MarkSentAsync(due[1].Id, "somebody", CancellationToken.None);
        });
        var sink = new SinkLog();

        Assert.Equal(1, await new AlertDelivery(claims, sink, new AlertOptions(), _clock).DeliverAsync(due, CancellationToken.None));

        Assert.Equal(due[0].Id, Assert.Single(sink.Published).Id);
    }

    [Fact]
    public async Task A_claim_of_somebody_who_died_is_taken_over_when_it_has_run_out()
    {
        var due = await AddAsync("a");
        var crashing = new SinkLog(_ => throw new InvalidOperationException("The process dies here."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Delivery(crashing).DeliverAsync(due, CancellationToken.None));
        Assert.Equal(AlertState.Claimed, (await FindAsync(due[0].Id)).Alert);

        _clock.Advance(new AlertOptions().Lease);
        var sink = new SinkLog();

        Assert.Equal(1, await Delivery(sink).DeliverAsync(due, CancellationToken.None));
        Assert.Equal(AlertState.Sent, (await FindAsync(due[0].Id)).Alert);
    }

    [Fact]
    public async Task An_alert_that_is_due_several_times_is_published_once()
    {
        var due = await AddAsync("a");

        Assert.Equal(1, await Delivery(new SinkLog()).DeliverAsync([due[0], due[0], due[0]], CancellationToken.None));
    }

    [Fact]
    public async Task Cancellation_while_waiting_ends_the_waiting_and_claims_nothing()
    {
        var due = await AddAsync("held");
        await _store.ClaimAsync(due[0].Id, "somebody", _clock.GetUtcNow().AddMinutes(5), CancellationToken.None);
        using var cancelled = new CancellationTokenSource();
        var claims = new EndedClaims(_store, afterAsking: 2, cancelled.CancelAsync);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AlertDelivery(claims, new SinkLog(), new AlertOptions(), _clock).DeliverAsync(due, cancelled.Token));
    }

    [Fact]
    public async Task An_alert_that_is_out_is_marked_also_when_the_caller_is_cancelled_meanwhile()
    {
        var due = await AddAsync("a");
        using var cancelled = new CancellationTokenSource();
        var sink = new SinkLog(_ => cancelled.CancelAsync());

        Assert.Equal(1, await Delivery(sink).DeliverAsync(due, cancelled.Token));

        Assert.Equal(AlertState.Sent, (await FindAsync(due[0].Id)).Alert);
    }

    private AlertDelivery Delivery(IAlertSink sink, TimeSpan? patience = null) =>
        new(_store, sink, patience is null ? new AlertOptions() : new AlertOptions { Patience = patience.Value, Lease = TimeSpan.FromDays(10_000) }, _clock);

    private Task<AlertDue[]> AddAsync(params string[] groups) => AddAsync(Severity.High, groups);

    private async Task<AlertDue[]> AddAsync(Severity severity, params string[] groups)
    {
        var matches = groups.Select(group => Sample.Match(Sample.Event($"e-{group}"), Sample.Rule(severity: severity), group: group)).ToArray();
        var outcome = await _store.AddAsync("log", matches, CancellationToken.None);
        // By group and not by id, so that the tests can say which is which.
        return [.. matches.Select(match => outcome.AlertsDue.Single(due => due.Id == match.Key.ToId()))];
    }

    private async Task<Finding> FindAsync(FindingId id) => (await _store.FindAsync(id.ToString(), CancellationToken.None))!.Finding;

    private async Task<List<Finding>> FindingsAsync() => await _store.ListAsync(new FindingQuery(), CancellationToken.None).ToListAsync();

    /// <summary>Claims that change in other hands when they have been asked for so often.</summary>
    private sealed class EndedClaims(IAlertClaims claims, int afterAsking, Func<Task> end) : IAlertClaims
    {
        private int _asked;

        public async Task<AlertClaim> ClaimAsync(FindingId id, string claimant, DateTimeOffset until, CancellationToken cancellationToken)
        {
            if (++_asked == afterAsking) await end();
            return await claims.ClaimAsync(id, claimant, until, cancellationToken);
        }

        public Task MarkSentAsync(FindingId id, string claimant, CancellationToken cancellationToken) => claims.MarkSentAsync(id, claimant, cancellationToken);

        public Task ReleaseAsync(FindingId id, string claimant, CancellationToken cancellationToken) => claims.ReleaseAsync(id, claimant, cancellationToken);
    }
}
