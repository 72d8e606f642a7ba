using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.StoreContracts;

public abstract partial class FindingStoreContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_new_finding_is_due_until_it_is_sent()
    {
        var (store, claims, id) = await CreateClaimedAsync("first", claim: false);

        Assert.Equal([new AlertDue(id, Severity.Medium)], (await AddAsync(store, "log", Sample.Match(Sample.Event("e1")))).AlertsDue);
        var claim = await claims.ClaimAsync(id, "first", Clock.Now + Lease, CancellationToken.None);
        Assert.Equal(AlertClaimResult.Claimed, claim.Result);
        Assert.Equal(AlertState.Claimed, claim.Finding!.Alert);
        Assert.Equal((await OnlyAsync(store)).Finding, claim.Finding);
        Assert.Equal([new AlertDue(id, Severity.Medium)], (await AddAsync(store, "log", Sample.Match(Sample.Event("e1")))).AlertsDue);

        await claims.MarkSentAsync(id, "first", CancellationToken.None);

        Assert.Equal(AlertState.Sent, (await OnlyAsync(store)).Finding.Alert);
        Assert.Empty((await AddAsync(store, "log", Sample.Match(Sample.Event("e1")))).AlertsDue);
        Assert.Empty((await AddAsync(store, "log-2", Sample.Match(Sample.Event("e2")))).AlertsDue);
        Assert.Equal(AlertClaim.Settled, await claims.ClaimAsync(id, "second", Clock.Now + Lease, CancellationToken.None));
    }

    [Fact]
    public async Task What_one_claims_nobody_else_can()
    {
        var (_, claims, id) = await CreateClaimedAsync("first");

        Assert.Equal(AlertClaim.Held, await claims.ClaimAsync(id, "second", Clock.Now + Lease, CancellationToken.None));
        Assert.Equal(AlertClaimResult.Claimed, (await claims.ClaimAsync(id, "first", Clock.Now + Lease, CancellationToken.None)).Result);
    }

    [Fact]
    public async Task A_claim_that_ran_out_goes_to_who_comes_next()
    {
        var (store, claims, id) = await CreateClaimedAsync("first");

        Clock.Now += Lease;
        Assert.Equal(AlertClaimResult.Claimed, (await claims.ClaimAsync(id, "second", Clock.Now + Lease, CancellationToken.None)).Result);

        // The first one was only slow. Whatever it says now is not about its own claim any more.
        await claims.ReleaseAsync(id, "first", CancellationToken.None);
        Assert.Equal(AlertState.Claimed, (await OnlyAsync(store)).Finding.Alert);
        await claims.MarkSentAsync(id, "first", CancellationToken.None);
        Assert.Equal(AlertState.Claimed, (await OnlyAsync(store)).Finding.Alert);
        await claims.MarkSentAsync(id, "second", CancellationToken.None);
        Assert.Equal(AlertState.Sent, (await OnlyAsync(store)).Finding.Alert);
    }

    [Fact]
    public async Task A_claim_that_is_given_back_is_pending_again()
    {
        var (store, claims, id) = await CreateClaimedAsync("first");

        await claims.ReleaseAsync(id, "first", CancellationToken.None);

        Assert.Equal(AlertState.Pending, (await OnlyAsync(store)).Finding.Alert);
        Assert.Equal(AlertClaimResult.Claimed, (await claims.ClaimAsync(id, "second", Clock.Now + Lease, CancellationToken.None)).Result);
    }

    [Fact]
    public async Task More_events_change_nothing_about_the_alert()
    {
        var (store, claims, id) = await CreateClaimedAsync("first");

        await AddAsync(store, "log-2", Sample.Match(Sample.Event("e2")));

        Assert.Equal(AlertState.Claimed, (await OnlyAsync(store)).Finding.Alert);
        Assert.Equal(AlertClaim.Held, await claims.ClaimAsync(id, "second", Clock.Now + Lease, CancellationToken.None));
    }

    [Fact]
    public async Task Claiming_changes_nothing_else_about_the_finding()
    {
        var (store, claims, id) = await CreateClaimedAsync("first", claim: false);
        var before = (await OnlyAsync(store)).Finding;

        Clock.Now += TimeSpan.FromHours(1);
        await claims.ClaimAsync(id, "first", Clock.Now + Lease, CancellationToken.None);
        await claims.MarkSentAsync(id, "first", CancellationToken.None);

        Assert.Equal(before with { Alert = AlertState.Sent }, (await OnlyAsync(store)).Finding);
    }

    [Fact]
    public async Task An_alert_of_no_finding_is_settled()
    {
        var (_, claims, _) = await CreateClaimedAsync("first");
        var nobody = new FindingId(new string('0', FindingId.Length));

        Assert.Equal(AlertClaim.Settled, await claims.ClaimAsync(nobody, "second", Clock.Now + Lease, CancellationToken.None));
        await claims.MarkSentAsync(nobody, "second", CancellationToken.None);
        await claims.ReleaseAsync(nobody, "second", CancellationToken.None);
    }

    [Fact]
    public async Task Of_many_who_claim_at_once_one_gets_it()
    {
        var (_, claims, id) = await CreateClaimedAsync("first", claim: false);

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => claims.ClaimAsync(id, $"claimant-{i}", Clock.Now + Lease, CancellationToken.None))));

        Assert.Single(results, claim => claim.Result == AlertClaimResult.Claimed);
        Assert.Equal(15, results.Count(claim => claim.Result == AlertClaimResult.Held));
    }

    [Fact]
    public async Task Findings_are_read_by_their_ids()
    {
        var store = await CreateAsync();
        await AddVariedAsync(store);
        var some = (await ListAsync(store, new FindingQuery())).Take(3).ToList();

        var read = new List<Finding>();
        FindingId[] ids = [.. some.Select(finding => finding.Id), new(new string('0', FindingId.Length)), some[0].Id];
        await foreach (var finding in store.ReadAsync(ids, CancellationToken.None)) read.Add(finding);

        Assert.Equal(some.OrderBy(finding => finding.Id.ToString(), StringComparer.Ordinal), read.OrderBy(finding => finding.Id.ToString(), StringComparer.Ordinal));
    }

    private async Task<(IFindingStore Store, IAlertClaims Claims, FindingId Id)> CreateClaimedAsync(string claimant, bool claim = true)
    {
        var store = await CreateAsync();
        var claims = (IAlertClaims)store;
        var id = Assert.Single((await AddAsync(store, "log", Sample.Match(Sample.Event("e1")))).New);
        if (claim) await claims.ClaimAsync(id, claimant, Clock.Now + Lease, CancellationToken.None);
        return (store, claims, id);
    }
}
