using System.Collections;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>One field that a finding's events have in common.</summary>
/// <param name="Field">The field's path in the record, such as <c>userIdentity.arn</c>.</param>
/// <param name="Value">Its value as text; null if the records do not have the field.</param>
public readonly record struct GroupField(string Field, string? Value);

/// <summary>
/// What the events of one finding have in common: fields and their values in the rule's order. Equal by content.
/// </summary>
public sealed class FindingGroup : IReadOnlyList<GroupField>, IEquatable<FindingGroup>
{
    private readonly GroupField[] _fields;
    private readonly int _hash;

    /// <summary>
    /// Takes the fields in the order of the rule. Of a value longer than <see cref="FindingLimits.MaxTextLength"/> the beginning and
    /// a hash are kept.
    /// </summary>
    /// <exception cref="ArgumentException">There are more than <see cref="FindingLimits.MaxGroupFields"/> fields.</exception>
    public FindingGroup(params IReadOnlyList<GroupField> fields)
    {
        if (fields.Count > FindingLimits.MaxGroupFields)
        {
            throw new ArgumentException(
                $"A finding is grouped by at most {FindingLimits.MaxGroupFields} fields, not {fields.Count}.", nameof(fields));
        }
        _fields = new GroupField[fields.Count];
        var hash = new HashCode();
        for (var i = 0; i < _fields.Length; i++)
        {
            var value = fields[i].Value;
            _fields[i] = new GroupField(fields[i].Field, value is null ? null : BoundedText.Identity(value));
            hash.Add(_fields[i]);
        }
        _hash = hash.ToHashCode();
    }

    /// <summary>The number of fields.</summary>
    public int Count => _fields.Length;

    /// <summary>A field by its place in the rule's order, from 0.</summary>
    public GroupField this[int index] => _fields[index];

    /// <inheritdoc/>
    public bool Equals(FindingGroup? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && _fields.AsSpan().SequenceEqual(other._fields));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FindingGroup);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public IEnumerator<GroupField> GetEnumerator() => ((IEnumerable<GroupField>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The fields as <c>field=value</c>, separated by commas.</summary>
    public override string ToString() => string.Join(", ", _fields.Select(field => $"{field.Field}={field.Value ?? "(none)"}"));
}
