namespace CloudTrailLambda.Sigma.Conditions;

/// <summary>
/// What a rule asks of one record. Four shapes, and everything that Sigma's detection language can say comes down to
/// them: <c>not</c>, <c>neq</c> and filters are <see cref="Not"/>; lists, maps, <c>1 of</c> and <c>all of</c> are
/// <see cref="Any"/> and <see cref="All"/>; the leaves test the values of a field, or of the whole record.
/// </summary>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>Every part holds.</summary>
    public sealed record All(IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>At least one part holds.</summary>
    public sealed record Any(IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>The part does not hold.</summary>
    public sealed record Not(Condition Part) : Condition;

    /// <summary>Some value at the path passes the test; see <see cref="ValueTest"/> for arrays, objects and absence.</summary>
    public sealed record Field(FieldPath Path, ValueTest Test) : Condition;

    /// <summary>Some leaf value anywhere in the record passes the test.</summary>
    public sealed record Keyword(ValueTest Test) : Condition;

    /// <summary>The conjunction of parts; a single part stands for itself.</summary>
    internal static Condition AllOf(IReadOnlyList<Condition> parts) => parts.Count == 1 ? parts[0] : new All(parts);

    /// <summary>The disjunction of parts; a single part stands for itself.</summary>
    internal static Condition AnyOf(IReadOnlyList<Condition> parts) => parts.Count == 1 ? parts[0] : new Any(parts);
}

/// <summary>
/// A field as a rule names it: property names separated by dots, case-sensitive, e.g. <c>userIdentity.type</c>.
/// Arrays on the way are crossed: the path leads into each element; at the path's end each element is a value, and so is the
/// array. Text that holds a JSON object or array is entered where the path goes on, down to JSON in text in JSON in text.
/// A property whose own name contains dots is found by the same path.
/// </summary>
/// <param name="Text">The path as written.</param>
public sealed record FieldPath(string Text)
{
    /// <summary>The property names in order.</summary>
    public string[] Segments => Text.Split('.');

    /// <inheritdoc/>
    public override string ToString() => Text;
}
