namespace CloudTrailLambda.Detection.Findings;

/// <summary>What makes a finding this finding and no other. Equal by content.</summary>
/// <param name="RuleId">The rule's id.</param>
/// <param name="AccountId">The AWS account that the events happened in, twelve digits in real logs.</param>
/// <param name="Group">What the events have in common: the actor, unless the rule says otherwise.</param>
/// <param name="Window">The event time that the finding covers.</param>
public sealed record FindingKey(string RuleId, string AccountId, FindingGroup Group, FindingWindow Window)
{
    /// <summary>
    /// The AWS account that the events happened in, twelve digits in real logs. Of one longer than <see cref="FindingLimits.MaxTextLength"/>
    /// the beginning and a hash are kept.
    /// </summary>
    public string AccountId { get; init; } = BoundedText.Identity(AccountId);

    /// <summary>The finding's id: a hash of all four, so the same events make the same finding wherever they are seen.</summary>
    public FindingId ToId() => FindingId.Of(this);
}
