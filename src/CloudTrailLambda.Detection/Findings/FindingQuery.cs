namespace CloudTrailLambda.Detection.Findings;

/// <summary>Which findings to list. All conditions must hold; null means any.</summary>
public sealed record FindingQuery
{
    /// <summary>The least severe to list.</summary>
    public Severity MinSeverity { get; init; }

    /// <summary>The AWS account.</summary>
    public string? AccountId { get; init; }

    /// <summary>The rule's id.</summary>
    public string? RuleId { get; init; }

    /// <summary>Only findings whose latest event happened at this instant or after it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The most to list, 1 to <see cref="FindingLimits.MaxQueryLimit"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside of that.</exception>
    public int Limit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, FindingLimits.MaxQueryLimit);
            field = value;
        }
    } = 100;

    /// <summary>Where the previous page ended: only what comes after it is listed.</summary>
    public FindingPosition? After { get; init; }
}

/// <summary>A place in the order of a listing: most severe first, then latest event first, then by id.</summary>
/// <param name="Severity">The rule's severity.</param>
/// <param name="LastEventTime">The latest event.</param>
/// <param name="Id">The finding's id.</param>
/// <remarks>A place, not a number to skip: findings that arrive between two pages neither repeat nor hide others.</remarks>
public readonly record struct FindingPosition(Severity Severity, DateTimeOffset LastEventTime, FindingId Id)
{
    /// <summary>The place of a finding.</summary>
    public static FindingPosition Of(Finding finding) => new(finding.Rule.Severity, finding.Activity.LastEventTime, finding.Id);

    /// <summary>In the order of the listing; negative if the left place comes first.</summary>
    public static int Compare(FindingPosition left, FindingPosition right)
    {
        var order = right.Severity.CompareTo(left.Severity);
        if (order == 0) order = right.LastEventTime.CompareTo(left.LastEventTime);
        return order != 0 ? order : FindingId.Compare(left.Id, right.Id);
    }
}
