namespace CloudTrailLambda.Benchmarks.Generation;

/// <summary>What the generated logs are like; the defaults are those of the benchmarks.</summary>
internal sealed record GeneratorOptions
{
    /// <summary>Account ids, 12 digits each. The first gets the most traffic.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = ["210987654321", "345678901234", "456789012345"];

    /// <summary>Region names. The first gets half of the traffic.</summary>
    public IReadOnlyList<string> Regions { get; init; } = ["us-east-1", "eu-central-1", "eu-west-1", "ap-southeast-2"];

    /// <summary>The time of the first record, UTC.</summary>
    public DateTime Start { get; init; } = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);

    /// <summary>How fast the clock runs: records of all accounts and regions together.</summary>
    public int RecordsPerSecond { get; init; } = 40;

    /// <summary>Records planted that a detection should look at, per million records.</summary>
    public int AttacksPerMillion { get; init; } = 3_000;
}
