using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Alerts;

/// <summary>
/// Step 7: publishes the alerts that are due. An alert is claimed, published, and only then marked as sent. A crash leaves it pending
/// or claimed, and the retry of the notification that brought it publishes it; so it is never lost, two never publish it, and only a
/// crash between publishing and marking repeats it.
/// </summary>
public sealed class AlertDelivery(IAlertClaims claims, IAlertSink sink, AlertOptions options, TimeProvider clock)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>Publishes what is due. Each alert gets its turn, whatever happens to the others.</summary>
    /// <returns>How many were published.</returns>
    /// <exception cref="AlertException">Some were not, or nobody knows yet; come again.</exception>
    /// <exception cref="FindingStoreException">The store cannot be used.</exception>
    public async Task<int> DeliverAsync(IEnumerable<AlertDue> due, CancellationToken cancellationToken)
    {
        var published = 0;
        var failures = new List<AlertException>();
        foreach (var alert in due.Where(alert => alert.Severity >= options.MinSeverity).DistinctBy(alert => alert.Id))
        {
            try
            {
                if (await DeliverAsync(alert.Id, cancellationToken)) published++;
            }
            catch (AlertException failure)
            {
                failures.Add(failure);
            }
        }

        return failures.Count == 0
            ? published
            : throw new AlertException($"{failures.Count} alerts are still due: {failures[0].Message}", new AggregateException(failures));
    }

    private async Task<bool> DeliverAsync(FindingId id, CancellationToken cancellationToken)
    {
        // One name for each attempt and not for each process: two objects read side by side may bring the same finding.
        var claimant = Guid.NewGuid().ToString("N");
        var claim = await ClaimAsync(id, claimant, cancellationToken);
        if (claim.Result == AlertClaimResult.Settled) return false;
        if (claim.Result == AlertClaimResult.Held) throw new AlertException($"The alert of finding {id} is in the hands of another invocation.");
        try
        {
            await sink.PublishAsync(claim.Finding!, cancellationToken);
        }
        catch (AlertException)
        {
            await claims.ReleaseAsync(id, claimant, cancellationToken);
            throw;
        }

        // Not to be cancelled: the alert is out, and who comes next must know.
        await claims.MarkSentAsync(id, claimant, CancellationToken.None);
        return true;
    }

    // Done by somebody else is only done once it is sent: they may die, and their retry may be the one that counts on us.
    private async Task<AlertClaim> ClaimAsync(FindingId id, string claimant, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var claim = await claims.ClaimAsync(id, claimant, clock.GetUtcNow() + options.Lease, cancellationToken);
            if (claim.Result != AlertClaimResult.Held || clock.GetElapsedTime(started) >= options.Patience) return claim;
            await Task.Delay(AskAgainAfter, clock, cancellationToken);
        }
    }
}
