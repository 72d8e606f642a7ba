using System.Collections;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>
/// The smallest <see cref="FindingLimits.MaxSetValues"/> values (in ordinal order) of a set of texts, and whether there are more.
/// Immutable; equal by content.
/// </summary>
/// <remarks>
/// The smallest values, not the first to arrive: so the result depends on the set alone and scans that run in parallel agree.
/// </remarks>
public sealed class BoundedSet : IReadOnlyList<string>, IEquatable<BoundedSet>
{
    private readonly string[] _values;

    private BoundedSet(string[] values, bool hasMore)
    {
        _values = values;
        HasMore = hasMore;
    }

    /// <summary>The set without values.</summary>
    public static BoundedSet Empty { get; } = new([], hasMore: false);

    /// <summary>Whether values were seen that are not named here.</summary>
    public bool HasMore { get; }

    /// <summary>The number of values named, at most <see cref="FindingLimits.MaxSetValues"/>.</summary>
    public int Count => _values.Length;

    /// <summary>A value by its place in ordinal order, from 0.</summary>
    public string this[int index] => _values[index];

    /// <summary>The set as a store kept it; the values may come in any order.</summary>
    public static BoundedSet Of(IEnumerable<string> values, bool hasMore = false)
    {
        var set = hasMore ? new BoundedSet([], hasMore: true) : Empty;
        foreach (var value in values) set = set.With(value);
        return set;
    }

    /// <summary>This set and one value; the same object if that changes nothing. No value and the empty text add nothing.</summary>
    public BoundedSet With(string? value)
    {
        if (string.IsNullOrEmpty(value)) return this;
        var place = Array.BinarySearch(_values, value, StringComparer.Ordinal);
        if (place >= 0) return this;
        place = ~place;
        var isFull = _values.Length == FindingLimits.MaxSetValues;
        if (isFull && place == _values.Length) return HasMore ? this : new BoundedSet(_values, hasMore: true);

        var grown = new string[isFull ? _values.Length : _values.Length + 1];
        Array.Copy(_values, grown, place);
        grown[place] = value;
        Array.Copy(_values, place, grown, place + 1, grown.Length - place - 1);
        return new BoundedSet(grown, HasMore || isFull);
    }

    /// <summary>The values of both; this object if the other adds nothing.</summary>
    public BoundedSet Union(BoundedSet other)
    {
        var union = this;
        foreach (var value in other._values) union = union.With(value);
        return other.HasMore && !union.HasMore ? new BoundedSet(union._values, hasMore: true) : union;
    }

    /// <inheritdoc/>
    public bool Equals(BoundedSet? other) =>
        other is not null && HasMore == other.HasMore && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BoundedSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values) hash.Add(value, StringComparer.Ordinal);
        hash.Add(HasMore);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The values separated by commas, with an ellipsis if there are more.</summary>
    public override string ToString() => string.Join(", ", _values) + (HasMore ? ", …" : "");
}
