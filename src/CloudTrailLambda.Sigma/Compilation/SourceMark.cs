using System.Text;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Matching;

namespace CloudTrailLambda.Sigma.Compilation;

/// <summary>Tells whether a record is of a source. For one that is not it costs a look into one slot.</summary>
/// <param name="source">The source's position.</param>
/// <param name="mark">What it is known by.</param>
/// <param name="trie">Where the field's slot comes from.</param>
internal sealed class SourceMark(int source, RecordMark mark, FieldTrie trie)
{
    private readonly int _slot = trie.SlotOf(new FieldPath(mark.Field));
    private readonly byte[]? _text = mark.Text is null ? null : Encoding.UTF8.GetBytes(mark.Text);

    public int Source => source;

    public bool IsOn(RecordFields fields)
    {
        for (var value = fields.First(_slot); value != RecordFields.None; value = fields[value].Next)
        {
            if (fields.TryGetText(value, out var text) && (_text is null ? !text.IsEmpty : text.SequenceEqual(_text))) return true;
        }

        return false;
    }
}
