namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>What the table says about one finding, as far as one log object's events are concerned.</summary>
/// <param name="Summary">The finding; null if there is none yet.</param>
/// <param name="KnownEvents">Ids of events that have an item, at least those of the log object's.</param>
/// <param name="KnownOfObject">Those of them whose items name this log object.</param>
/// <param name="Excess">The number in the log object's own item; 0 without one.</param>
internal sealed record FindingState(
    FindingSummary? Summary, IReadOnlySet<string> KnownEvents, IReadOnlySet<string> KnownOfObject, int Excess)
{
    public static FindingState None { get; } = new(Summary: null, new HashSet<string>(), new HashSet<string>(), Excess: 0);

    /// <summary>What the table says once a step is written: as good as reading it again, because the next step checks the version.</summary>
    public FindingState After(WriteStep step)
    {
        var written = step.NewItems.Select(@event => @event.EventId).ToList();
        return new FindingState(
            step.After,
            new HashSet<string>(KnownEvents.Concat(written)),
            new HashSet<string>(KnownOfObject.Concat(written)),
            step.Excess);
    }
}
