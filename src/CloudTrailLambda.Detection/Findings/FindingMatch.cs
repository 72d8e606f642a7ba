namespace CloudTrailLambda.Detection.Findings;

/// <summary>One rule matched one event: what the matching and correlating steps hand to a store.</summary>
public sealed record FindingMatch
{
    /// <summary>Takes a match.</summary>
    /// <exception cref="ArgumentException">The key belongs to another rule.</exception>
    public FindingMatch(FindingKey key, FindingRule rule, FindingEvent @event)
    {
        if (!string.Equals(key.RuleId, rule.Id, StringComparison.Ordinal))
            throw new ArgumentException($"The key is of rule {key.RuleId}, the match of rule {rule.Id}.", nameof(key));
        Key = key;
        Rule = rule;
        Event = @event;
    }

    /// <summary>The finding that the match belongs to.</summary>
    public FindingKey Key { get; }

    /// <summary>The rule that matched.</summary>
    public FindingRule Rule { get; }

    /// <summary>The event that it matched.</summary>
    public FindingEvent Event { get; }
}
