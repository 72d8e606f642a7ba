using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma;

/// <summary>A log that records come from.</summary>
/// <param name="LogSource">What rules call it.</param>
/// <param name="Mark">What only its records have; <see langword="null"/> for the one source that all records without a mark are of.</param>
/// <param name="TimeFields">Where a record says when it happened: field paths, the first that has text counts.</param>
public sealed record RecordSource(LogSource LogSource, RecordMark? Mark, IReadOnlyList<string> TimeFields);

/// <summary>What a record is known by.</summary>
/// <param name="Field">The path of a field.</param>
/// <param name="Text">What it says, where case counts; <see langword="null"/> for any text or number.</param>
public sealed record RecordMark(string Field, string? Text = null);

/// <summary>
/// The logs that records may come from. A record tells by its shape which one it is of, so that files, standard input and the records
/// of rule tests need not say it.
/// </summary>
public sealed class RecordSources
{
    private readonly RecordSource[] _all;

    /// <summary>Takes the sources.</summary>
    /// <param name="all">The source without a mark first, then those with one, in the order in which their marks are looked for.</param>
    /// <exception cref="ArgumentException">The first has a mark, or another has none.</exception>
    public RecordSources(params IEnumerable<RecordSource> all)
    {
        _all = [.. all];
        if (_all.Length == 0 || _all[0].Mark is not null || _all.Skip(1).Any(source => source.Mark is null))
            throw new ArgumentException("The first source, and no other, is the one without a mark.", nameof(all));
    }

    /// <summary>Records of one kind, whatever rules call it.</summary>
    public static RecordSources Any { get; } = new(new RecordSource(LogSource.Unspecified, Mark: null, []));

    /// <summary>
    /// Paths of fields whose empty text says that there is none: some stores through which records pass write every field of their
    /// schema. Rules and readers see null.
    /// </summary>
    public IReadOnlyList<string> NullWhenBlank { get; init; } = [];

    /// <summary>The sources; elsewhere they are known by their position here.</summary>
    public IReadOnlyList<RecordSource> All => _all;

    /// <summary>Whether a rule is for one of these sources.</summary>
    public bool Know(LogSource ofRule) => Array.Exists(_all, source => ofRule.Covers(source.LogSource));

    /// <summary>
    /// Whether a rule judges records of a source. One that is for none of them judges all: whoever runs it on these records means it,
    /// and whoever does not leaves it out.
    /// </summary>
    internal bool Judges(LogSource ofRule, int source) => ofRule.Covers(_all[source].LogSource) || !Know(ofRule);
}
