using CloudTrailLambda.Detection;

namespace CloudTrailLambda.Function.Handling;

/// <summary>What became of one object.</summary>
/// <param name="IsDone">Whether nothing is left to do; failed until proven done.</param>
/// <param name="Totals">What it came to.</param>
internal sealed record ObjectResult(bool IsDone, RunTotals Totals)
{
    /// <summary>Not done: another attempt is needed.</summary>
    public static ObjectResult Failed { get; } = new(IsDone: false, new RunTotals());

    /// <summary>A log file that may hold events and that was read.</summary>
    public bool IsFile { get; init; }

    /// <summary>How old the latest event was when it became part of a finding; null when findings have nothing new.</summary>
    public TimeSpan? EventToFinding { get; init; }
}
