using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>An observation with what a finding says of the event behind it.</summary>
internal sealed record KeptObservation : Observation
{
    public KeptObservation(Observation observation, ObservedEvent? @event, string? innerSeries)
        : base(observation)
    {
        Event = @event;
        InnerSeries = innerSeries;
    }

    /// <summary>The event; <see langword="null"/> when the observation is a satisfied window of another correlation.</summary>
    public ObservedEvent? Event { get; }

    /// <summary>The series in which the events of that window are found; it ends at the observation's time.</summary>
    public string? InnerSeries { get; }
}

/// <summary>One event that a correlation has seen.</summary>
/// <param name="Event">What a finding says of it.</param>
/// <param name="AccountId">The account in whose log it stands.</param>
/// <param name="LogObject">The object that it was just read from; <see langword="null"/> for one that the state remembers.</param>
internal sealed record ObservedEvent(FindingEvent Event, string AccountId, string? LogObject)
{
    private HashSet<string>? _others;

    /// <summary>
    /// The objects that it was just read from: CloudTrail delivers some events twice. A store counts by what each object brings, and which
    /// of two that are read side by side has an event first is chance.
    /// </summary>
    public IEnumerable<string?> LogObjects => _others is null ? [LogObject] : [LogObject, .. _others];

    /// <summary>Takes in that another copy of it was read.</summary>
    public void AddCopy(ObservedEvent copy)
    {
        if (LogObject is not null && copy.LogObject is { } other && other != LogObject) (_others ??= new HashSet<string>(StringComparer.Ordinal)).Add(other);
    }
}
