using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.StoreContracts;

/// <summary>Findings as stores give them back, for whoever shows or sends them.</summary>
public static class SampleFinding
{
    private static readonly DateTimeOffset First = new(2026, 10, 14, 9, 5, 7, TimeSpan.Zero);

    /// <summary>What real ones look like.</summary>
    public static Finding Ordinary { get; } = Of(
        new FindingRule("c5f9a0f1-6a0c-4d53-9a7e-3b9d9d1b7f10", "CloudTrail trail stopped or deleted", Severity.High, ["T1562.008"], ["defense-evasion"]),
        "111122223333",
        [new GroupField("userIdentity.arn", "arn:aws:iam::111122223333:user/mallory")],
        "arn:aws:iam::111122223333:user/mallory",
        BoundedSet.Of(["198.51.100.7", "203.0.113.9"]), BoundedSet.Of(["DeleteTrail", "StopLogging"]), BoundedSet.Of(["eu-west-1"]));

    /// <summary>One that has this text wherever a record or a rule may put one.</summary>
    public static Finding Saying(string text) => Of(
        new FindingRule(text, text, Severity.High, [text], [text]), text, [new GroupField(text, text), new GroupField(text, null)], text, BoundedSet.Empty.With(text), BoundedSet.Empty.With(text), BoundedSet.Empty.With(text));

    /// <summary>The largest there can be, and more of what nothing bounds, all of one character.</summary>
    public static Finding Largest(string character)
    {
        string Text(int number) => string.Concat(Enumerable.Repeat(character, FindingLimits.MaxTextLength)) + number;
        BoundedSet Texts() => BoundedSet.Of(Enumerable.Range(10, FindingLimits.MaxSetValues).Select(number => number + Text(number)), hasMore: true);
        return Of(
            new FindingRule(Text(0), Text(1), Severity.Critical, [.. Enumerable.Range(0, 500).Select(Text)], [.. Enumerable.Range(0, 500).Select(Text)]),
            Text(2), [.. Enumerable.Range(0, FindingLimits.MaxGroupFields).Select(number => new GroupField(Text(number), Text(number)))], Text(3), Texts(), Texts(), Texts());
    }

    private static Finding Of(
        FindingRule rule, string account, IReadOnlyList<GroupField> group, string actor, BoundedSet addresses, BoundedSet names, BoundedSet regions)
    {
        var key = new FindingKey(rule.Id, account, new FindingGroup(group), FindingWindow.Containing(First, FindingWindow.DefaultLength));
        return new Finding
        {
            Id = key.ToId(),
            Key = key,
            Rule = rule,
            Activity = new FindingActivity
            {
                FirstEventTime = First,
                FirstEventId = "e-1",
                LastEventTime = First.AddMinutes(7),
                Actor = actor,
                SourceAddresses = addresses,
                EventNames = names,
                Regions = regions,
            },
            EventCount = 3,
            CountIsApproximate = false,
            Status = FindingStatus.Open,
            Alert = AlertState.Claimed,
            CreatedAt = First.AddMinutes(9),
            UpdatedAt = First.AddMinutes(9),
        };
    }
}
