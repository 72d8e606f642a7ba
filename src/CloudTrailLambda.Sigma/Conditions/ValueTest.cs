using System.Net;
using System.Text.RegularExpressions;

namespace CloudTrailLambda.Sigma.Conditions;

/// <summary>
/// A test on the values that a field has in a record. Numbers and booleans in the record count as their JSON text.
/// A field may have several values (its path crosses an array); one that passes is enough. Where the value is an
/// object, text and regex tests look at its leaf values, except a text without wildcards, which an object cannot equal.
/// A missing field and a null pass no test but <see cref="Null"/> and <see cref="Present"/>.
/// </summary>
public abstract record ValueTest
{
    private ValueTest()
    {
    }

    /// <summary>The text fits the pattern.</summary>
    public sealed record Text(TextPattern Pattern, bool IsCased) : ValueTest;

    /// <summary>The regular expression finds something in the text. Flags: ignore case, multiline, singleline.</summary>
    public sealed record Regex(string Pattern, RegexOptions Options) : ValueTest;

    /// <summary>The value is a number that equals this exactly (64-bit integers are not rounded), or a text written just so.</summary>
    public sealed record Number(string NumberText, decimal Value) : ValueTest;

    /// <summary>The value is this boolean, or its text.</summary>
    public sealed record Boolean(bool Value) : ValueTest;

    /// <summary>The field is missing, or null.</summary>
    public sealed record Null : ValueTest;

    /// <summary>The key is there, whatever its value.</summary>
    public sealed record Present : ValueTest;

    /// <summary>The value is a number, or the text of one, that compares so.</summary>
    public sealed record Compare(ComparisonOperator Operator, decimal Value) : ValueTest;

    /// <summary>The value is an IP address of the network's family inside it. Host names are not addresses.</summary>
    public sealed record Network(IPNetwork Range) : ValueTest;

    /// <summary>The value stands in this relation to some value of another field, ignoring case unless cased.</summary>
    public sealed record FieldReference(FieldPath Other, TextRelation Relation, bool IsCased) : ValueTest;

    /// <summary>The value is an ISO 8601 date whose part compares so. The part is read as written, without time zone conversion.</summary>
    public sealed record TimePart(DatePart Part, ComparisonOperator Operator, decimal Value) : ValueTest;
}

/// <summary>Comparison operators.</summary>
public enum ComparisonOperator
{
    /// <summary>Equal.</summary>
    Equal,

    /// <summary>Not equal.</summary>
    NotEqual,

    /// <summary>Less.</summary>
    Less,

    /// <summary>Less or equal.</summary>
    LessOrEqual,

    /// <summary>Greater.</summary>
    Greater,

    /// <summary>Greater or equal.</summary>
    GreaterOrEqual,
}

/// <summary>How two texts relate.</summary>
public enum TextRelation
{
    /// <summary>The same text.</summary>
    Equals,

    /// <summary>The first starts with the second.</summary>
    StartsWith,

    /// <summary>The first ends with the second.</summary>
    EndsWith,

    /// <summary>The first contains the second.</summary>
    Contains,
}

/// <summary>Parts of a date that Sigma's time modifiers extract.</summary>
public enum DatePart
{
    /// <summary>0 to 59.</summary>
    Minute,

    /// <summary>0 to 23.</summary>
    Hour,

    /// <summary>Day of the month, 1 to 31.</summary>
    Day,

    /// <summary>ISO 8601 week, 1 to 53.</summary>
    Week,

    /// <summary>1 to 12.</summary>
    Month,

    /// <summary>Four digits.</summary>
    Year,
}

internal static class ComparisonOperators
{
    public static bool Holds(this ComparisonOperator comparison, decimal left, decimal right) => comparison switch
    {
        ComparisonOperator.Equal => left == right,
        ComparisonOperator.NotEqual => left != right,
        ComparisonOperator.Less => left < right,
        ComparisonOperator.LessOrEqual => left <= right,
        ComparisonOperator.Greater => left > right,
        ComparisonOperator.GreaterOrEqual => left >= right,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, message: null),
    };
}
