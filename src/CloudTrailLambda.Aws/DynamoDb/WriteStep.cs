using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>What one transaction writes of a contribution to one finding.</summary>
/// <param name="Before">The summary that it was decided on; null if there was none.</param>
/// <param name="After">The summary that it writes.</param>
/// <param name="NewItems">Events that get an item.</param>
/// <param name="Excess">What the log object's own item must say; 0 if it needs none.</param>
/// <param name="Records">Events that are put with their records, and where.</param>
/// <param name="NewEvents">Events that were not known before.</param>
/// <param name="ChangesFinding">Whether the finding says something else afterwards.</param>
/// <param name="ChangesExcess">Whether the log object's own item must be written.</param>
/// <param name="IsLast">Whether the contribution is stored completely afterwards.</param>
internal sealed record WriteStep(
    FindingSummary? Before,
    FindingSummary After,
    IReadOnlyList<FindingEvent> NewItems,
    int Excess,
    IReadOnlyList<(int Slot, FindingEvent Event)> Records,
    int NewEvents,
    bool ChangesFinding,
    bool ChangesExcess,
    bool IsLast)
{
    /// <summary>Whether the table already says all of it, as it does after a redelivery.</summary>
    public bool WritesNothing => !ChangesFinding && !ChangesExcess && NewItems.Count == 0 && Records.Count == 0 && After.Tally == Before?.Tally;
}
