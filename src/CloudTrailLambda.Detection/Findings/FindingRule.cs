namespace CloudTrailLambda.Detection.Findings;

/// <summary>What a finding says about the rule that made it. Equal by content.</summary>
/// <param name="Id">The rule's id: what findings are grouped by. It must not change when the rule is edited.</param>
/// <param name="Title">The rule's title, one line.</param>
/// <param name="Severity">The rule's level.</param>
/// <param name="Techniques">ATT&amp;CK technique ids, such as <c>T1098.001</c>, in the rule's order.</param>
/// <param name="Tactics">ATT&amp;CK tactics as Sigma tags name them, such as <c>persistence</c>, in the rule's order.</param>
public sealed record FindingRule(
    string Id, string Title, Severity Severity, IReadOnlyList<string> Techniques, IReadOnlyList<string> Tactics)
{
    /// <inheritdoc/>
    public bool Equals(FindingRule? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && string.Equals(Id, other.Id, StringComparison.Ordinal)
            && string.Equals(Title, other.Title, StringComparison.Ordinal)
            && Severity == other.Severity
            && Techniques.SequenceEqual(other.Techniques, StringComparer.Ordinal)
            && Tactics.SequenceEqual(other.Tactics, StringComparer.Ordinal));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Title, Severity);
}
