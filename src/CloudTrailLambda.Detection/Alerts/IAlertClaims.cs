using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Alerts;

/// <summary>
/// Who publishes the alert of a finding. Kept with the finding, so that of several who are about to publish it only one does, and
/// that after a crash somebody else can. Safe for concurrent use.
/// </summary>
public interface IAlertClaims
{
    /// <summary>Takes the alert for publishing, unless it is settled or in somebody else's hands.</summary>
    /// <param name="id">The finding.</param>
    /// <param name="claimant">Who claims: a name that nobody else uses. Claiming again what one holds renews it.</param>
    /// <param name="until">When others may take it over, because whoever holds it must have died.</param>
    /// <param name="cancellationToken">Leaves the claim as it was, or taken.</param>
    /// <exception cref="FindingStoreException">The store cannot be used.</exception>
    Task<AlertClaim> ClaimAsync(FindingId id, string claimant, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Says that the alert is published. Nothing changes when the claim was lost meanwhile.</summary>
    /// <exception cref="FindingStoreException">The store cannot be used.</exception>
    Task MarkSentAsync(FindingId id, string claimant, CancellationToken cancellationToken);

    /// <summary>Gives the claim back: the alert is pending again. Nothing changes when the claim was lost meanwhile.</summary>
    /// <exception cref="FindingStoreException">The store cannot be used.</exception>
    Task ReleaseAsync(FindingId id, string claimant, CancellationToken cancellationToken);
}

/// <summary>What came of claiming an alert.</summary>
/// <param name="Result">Whether it may be published.</param>
/// <param name="Finding">The finding as it is now, when it was claimed; otherwise null.</param>
public sealed record AlertClaim(AlertClaimResult Result, Finding? Finding = null)
{
    /// <summary>There is nothing to publish.</summary>
    public static AlertClaim Settled { get; } = new(AlertClaimResult.Settled);

    /// <summary>Somebody else is about to publish it.</summary>
    public static AlertClaim Held { get; } = new(AlertClaimResult.Held);
}

/// <summary>Whether a claimed alert may be published.</summary>
public enum AlertClaimResult
{
    /// <summary>It may, by the claimant.</summary>
    Claimed,

    /// <summary>It needs not: it is sent or muted, or the finding is gone.</summary>
    Settled,

    /// <summary>Somebody else holds it and may still be alive.</summary>
    Held,
}
