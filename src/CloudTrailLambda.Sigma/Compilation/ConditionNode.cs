using System.Text;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Matching;

namespace CloudTrailLambda.Sigma.Compilation;

/// <summary>A <see cref="Condition"/>, compiled: field paths are slots, tests are matchers.</summary>
internal abstract class ConditionNode
{
    /// <summary>Roughly how much asking costs; cheap parts are asked first.</summary>
    public abstract int Cost { get; }

    public abstract bool Holds(RecordFields fields);
}

internal sealed class AllNode(ConditionNode[] parts) : ConditionNode
{
    private readonly ConditionNode[] _parts = [.. parts.OrderBy(part => part.Cost)];

    public override int Cost { get; } = parts.Sum(part => part.Cost);

    public override bool Holds(RecordFields fields)
    {
        foreach (var part in _parts)
        {
            if (!part.Holds(fields)) return false;
        }

        return true;
    }
}

internal sealed class AnyNode(ConditionNode[] parts) : ConditionNode
{
    private readonly ConditionNode[] _parts = [.. parts.OrderBy(part => part.Cost)];

    public override int Cost { get; } = parts.Sum(part => part.Cost);

    public override bool Holds(RecordFields fields)
    {
        foreach (var part in _parts)
        {
            if (part.Holds(fields)) return true;
        }

        return false;
    }
}

internal sealed class NotNode(ConditionNode part) : ConditionNode
{
    public override int Cost => part.Cost;

    public override bool Holds(RecordFields fields) => !part.Holds(fields);
}

/// <summary>A part that stands in several rules: asked once for each record.</summary>
internal sealed class SharedNode(int index, ConditionNode part) : ConditionNode
{
    // Most of the time the answer is there already.
    public override int Cost => (part.Cost + 1) / 2;

    public override bool Holds(RecordFields fields)
    {
        if (fields.TryGetAnswer(index, out var answer)) return answer;
        answer = part.Holds(fields);
        fields.SetAnswer(index, answer);
        return answer;
    }
}

/// <summary>Some value of the slot passes.</summary>
internal sealed class FieldNode(int slot, ValueMatcher matcher) : ConditionNode
{
    public override int Cost => matcher.Cost;

    public override bool Holds(RecordFields fields)
    {
        for (var value = fields.First(slot); value != RecordFields.None; value = fields[value].Next)
        {
            if (matcher.IsMatch(fields, value)) return true;
        }

        return false;
    }
}

/// <summary>The slot has a value, be it null.</summary>
internal sealed class PresentNode(int slot) : ConditionNode
{
    public override int Cost => 1;

    public override bool Holds(RecordFields fields) => fields.First(slot) != RecordFields.None;
}

/// <summary>The slot has no value, or a null.</summary>
internal sealed class NullNode(int slot) : ConditionNode
{
    public override int Cost => 1;

    public override bool Holds(RecordFields fields)
    {
        var value = fields.First(slot);
        if (value == RecordFields.None) return true;
        for (; value != RecordFields.None; value = fields[value].Next)
        {
            if (fields[value].Kind == ValueKind.Null) return true;
        }

        return false;
    }
}

/// <summary>Some text of one slot stands in a relation to some text of another.</summary>
internal sealed class FieldReferenceNode(int slot, int otherSlot, TextRelation relation, bool isCased) : ConditionNode
{
    public override int Cost => 4;

    public override bool Holds(RecordFields fields)
    {
        for (var value = fields.First(slot); value != RecordFields.None; value = fields[value].Next)
        {
            for (var other = fields.First(otherSlot); other != RecordFields.None; other = fields[other].Next)
            {
                if (fields.TryGetText(value, out var text) && fields.TryGetText(other, out var otherText) && Relate(text, otherText)) return true;
            }
        }

        return false;
    }

    // Names in CloudTrail are ASCII with few exceptions; those are worth the strings that comparing them by letter takes.
    private bool Relate(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other)
    {
        if (isCased || (Ascii.IsValid(text) && Ascii.IsValid(other))) return Utf8Text.Relate(text, other, relation, isCased);
        var (a, b) = (Encoding.UTF8.GetString(text), Encoding.UTF8.GetString(other));
        return relation switch
        {
            TextRelation.Equals => a.Equals(b, StringComparison.OrdinalIgnoreCase),
            TextRelation.StartsWith => a.StartsWith(b, StringComparison.OrdinalIgnoreCase),
            TextRelation.EndsWith => a.EndsWith(b, StringComparison.OrdinalIgnoreCase),
            _ => a.Contains(b, StringComparison.OrdinalIgnoreCase),
        };
    }
}

/// <summary>Some leaf anywhere in the record passes.</summary>
internal sealed class KeywordNode(TextMatcher matcher) : ConditionNode
{
    // A walk over the whole record.
    public override int Cost => 1000 + matcher.Cost;

    public override bool Holds(RecordFields fields) => TextValueMatcher.AnyLeaf(fields.Record.Span, matcher, fields);
}
