namespace CloudTrailLambda.Aws.Tests.DynamoDb;

/// <summary>The clock of a test: its time stands still, and pauses last a hundredth.</summary>
internal sealed class HastyClock : TimeProvider
{
    private const int Haste = 100;

    public DateTimeOffset Now { get; set; } = new(2024, 6, 1, 8, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Haste : dueTime, period);
}
