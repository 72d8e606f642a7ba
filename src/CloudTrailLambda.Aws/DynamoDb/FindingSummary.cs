using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>The item <c>#finding</c>.</summary>
/// <param name="Finding">What it says.</param>
/// <param name="Tally">How its events are counted.</param>
/// <param name="Version">Grows by one with each change but those of the alert; whoever writes checks that it is what was read.</param>
/// <param name="Earliest">The events that are kept with their records, in no particular order.</param>
internal sealed record FindingSummary(Finding Finding, FindingTally Tally, long Version, IReadOnlyList<RecordSlot> Earliest);

/// <summary>One of the earliest events, and which of the items <c>record#0</c> to <c>record#4</c> has it.</summary>
internal sealed record RecordSlot(int Slot, EarlyEvent Event);
