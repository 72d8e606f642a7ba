using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>A test on one value of a field, compiled.</summary>
internal abstract class ValueMatcher
{
    /// <summary>Roughly how much one value costs; see <see cref="TextMatcher.Cost"/>.</summary>
    public virtual int Cost => 3;

    public abstract bool IsMatch(RecordFields fields, int value);
}

/// <summary>A text test: on a scalar's text, or on the leaves of an object.</summary>
internal sealed class TextValueMatcher(TextMatcher matcher, bool searchesObjects) : ValueMatcher
{
    public override int Cost => matcher.Cost;

    public override bool IsMatch(RecordFields fields, int value)
    {
        if (fields.TryGetText(value, out var text)) return matcher.IsMatch(text, fields);
        return searchesObjects && fields[value].Kind == ValueKind.Object && AnyLeaf(fields.Raw(value), matcher, fields);
    }

    /// <summary>Whether some leaf value below an object passes; names of properties are not looked at.</summary>
    public static bool AnyLeaf(ReadOnlySpan<byte> json, TextMatcher matcher, RecordFields fields)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = RecordWalk.MaxDepth });
        while (reader.Read())
        {
            var isLeaf = reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False;
            if (!isLeaf) continue;
            var text = reader.ValueIsEscaped ? fields.UnescapeLeaf(reader.ValueSpan) : reader.ValueSpan;
            if (matcher.IsMatch(text, fields)) return true;
        }

        return false;
    }
}

/// <summary>Equal to a number. Text compares as text; numbers that differ in writing (1.0 and 1) compare by value.</summary>
internal sealed class NumberMatcher(string numberText, decimal number) : ValueMatcher
{
    private readonly byte[] _text = System.Text.Encoding.UTF8.GetBytes(numberText);

    public override bool IsMatch(RecordFields fields, int value)
    {
        if (!fields.TryGetText(value, out var text)) return false;
        return text.SequenceEqual(_text) || (fields[value].Kind == ValueKind.Number && Numbers.TryParse(text, out var parsed) && parsed == number);
    }
}

/// <summary>Compares as a number.</summary>
internal sealed class CompareMatcher(ComparisonOperator comparison, decimal bound) : ValueMatcher
{
    public override bool IsMatch(RecordFields fields, int value) =>
        fields.TryGetText(value, out var text) && Numbers.TryParse(text, out var number) && comparison.Holds(number, bound);
}

/// <summary>Inside a network.</summary>
internal sealed class NetworkMatcher(IPNetwork network) : ValueMatcher
{
    // An address is read digit by digit.
    public override int Cost => 10;

    private readonly IpRange _range = IpRange.Of(network);

    public override bool IsMatch(RecordFields fields, int value) => fields.TryGetText(value, out var text) && _range.Contains(text);
}

/// <summary>A part of a date.</summary>
internal sealed class DatePartMatcher(DatePart part, ComparisonOperator comparison, decimal bound) : ValueMatcher
{
    public override bool IsMatch(RecordFields fields, int value) =>
        fields.TryGetText(value, out var text) && IsoDate.TryGetPart(text, part, out var number) && comparison.Holds(number, bound);
}

/// <summary>Numbers of JSON and their text.</summary>
internal static class Numbers
{
    public static bool TryParse(ReadOnlySpan<byte> text, out decimal number) =>
        (Utf8Parser.TryParse(text, out number, out var consumed) || Utf8Parser.TryParse(text, out number, out consumed, 'E')) && consumed == text.Length;
}
