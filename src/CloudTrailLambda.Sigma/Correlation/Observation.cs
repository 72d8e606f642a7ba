namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>One match, as far as one group of one correlation is concerned.</summary>
/// <param name="Time">Event time.</param>
/// <param name="EventId">The event's id, or whatever the caller uses in its place.</param>
/// <param name="Input">Which of the correlation's inputs matched: index into its <c>Inputs</c>.</param>
/// <param name="Value">For types that count or compute with a field: its value (tuples joined), else <see langword="null"/>.</param>
/// <param name="Context">
/// Values that correlations further out group by or compute with and that this one does not group by, by field path; <see langword="null"/> when there are none.
/// </param>
/// <param name="Source">The events behind it when the input is itself a correlation, else <see langword="null"/>.</param>
public record Observation(
    DateTimeOffset Time,
    string EventId,
    int Input,
    string? Value,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Context = null,
    Fulfilment? Source = null)
{
    /// <summary>Which of the event's values it is: equal numbers in one record are several, the same record read twice is not.</summary>
    public int Ordinal { get; init; }

    /// <summary>By event time; the rest makes the order total, so that arrival order never shows.</summary>
    public static int CompareByTime(Observation a, Observation b)
    {
        var order = a.Time.CompareTo(b.Time);
        if (order == 0) order = a.Input.CompareTo(b.Input);
        if (order == 0) order = string.CompareOrdinal(a.EventId, b.EventId);
        if (order == 0) order = string.CompareOrdinal(a.Value, b.Value);
        return order == 0 ? a.Ordinal.CompareTo(b.Ordinal) : order;
    }
}
