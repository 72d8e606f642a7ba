using System.Text;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>
/// The values of one record, by slot. Reused from record to record: after the first few it allocates nothing.
/// </summary>
internal sealed class RecordFields
{
    public const int None = -1;

    private readonly int[] _heads;
    private readonly long[] _answers;
    private long _recordNumber;
    private FieldValue[] _values = new FieldValue[64];
    private int _valueCount;
    private byte[] _scratch = new byte[1024];
    private int _scratchLength;
    private byte[] _leaf = new byte[256];
    private char[] _chars = new char[256];

    public RecordFields(int slotCount, int sharedNodeCount)
    {
        _heads = new int[slotCount];
        Array.Fill(_heads, None);
        _answers = new long[sharedNodeCount];
    }

    /// <summary>The record's bytes.</summary>
    public ReadOnlyMemory<byte> Record { get; private set; }

    public int ValueCount => _valueCount;

    /// <summary>How often a regular expression ran out of time on this session's records.</summary>
    public long RegexTimeouts { get; set; }

    public void Begin(ReadOnlyMemory<byte> record)
    {
        Record = record;
        _recordNumber++;
        // A record fills a few dozen slots of the many that a large rule set has.
        for (var i = 0; i < _valueCount; i++) _heads[_values[i].Slot] = None;
        _valueCount = 0;
        _scratchLength = 0;
    }

    /// <summary>
    /// Answers that several rules ask for, one for each shared node: twice the number of the record that it holds for, plus
    /// one for yes. So nothing needs clearing between records.
    /// </summary>
    public bool TryGetAnswer(int sharedNode, out bool answer)
    {
        var kept = _answers[sharedNode];
        answer = (kept & 1) != 0;
        return kept >> 1 == _recordNumber;
    }

    public void SetAnswer(int sharedNode, bool answer) => _answers[sharedNode] = (_recordNumber << 1) | (answer ? 1L : 0L);

    /// <summary>Index of the slot's first value, or <see cref="None"/>.</summary>
    public int First(int slot) => _heads[slot];

    public ref readonly FieldValue this[int index] => ref _values[index];

    public int Add(int slot, ValueKind kind, int offset, int length, bool isInScratch, bool isEscaped)
    {
        if (_valueCount == _values.Length) Array.Resize(ref _values, 2 * _values.Length);
        ref var value = ref _values[_valueCount];
        value.Slot = slot;
        value.Kind = kind;
        value.Offset = offset;
        value.Length = length;
        value.IsInScratch = isInScratch;
        value.IsEscaped = isEscaped;
        value.Next = _heads[slot];
        _heads[slot] = _valueCount;
        return _valueCount++;
    }

    /// <summary>An object's end is known only when the walk has passed it.</summary>
    public void SetEnd(int index, int end) => _values[index].Length = end - _values[index].Offset;

    /// <summary>Forgets the values added since there were <paramref name="valueCount"/>.</summary>
    public void RollBack(int valueCount)
    {
        while (_valueCount > valueCount)
        {
            ref var value = ref _values[--_valueCount];
            _heads[value.Slot] = value.Next;
        }
    }

    /// <summary>Unescapes text into the scratch buffer and returns where it lies there.</summary>
    public (int Offset, int Length) ToScratch(ReadOnlySpan<byte> escaped)
    {
        var offset = _scratchLength;
        if (_scratch.Length - offset < escaped.Length) Array.Resize(ref _scratch, Math.Max(2 * _scratch.Length, offset + escaped.Length));
        var length = JsonText.Unescape(escaped, _scratch.AsSpan(offset));
        _scratchLength += length;
        return (offset, length);
    }

    public ReadOnlySpan<byte> Scratch(int offset, int length) => _scratch.AsSpan(offset, length);

    /// <summary>The bytes of a value as they stand in the record (or the scratch buffer).</summary>
    public ReadOnlySpan<byte> Raw(int index)
    {
        ref var value = ref _values[index];
        return value.IsInScratch ? _scratch.AsSpan(value.Offset, value.Length) : Record.Span.Slice(value.Offset, value.Length);
    }

    /// <summary>A scalar as text: a string's characters, a number as written, true or false. False for null, objects and arrays.</summary>
    public bool TryGetText(int index, out ReadOnlySpan<byte> text)
    {
        ref var value = ref _values[index];
        switch (value.Kind)
        {
            case ValueKind.String:
                if (value.IsEscaped)
                {
                    (value.Offset, value.Length) = ToScratch(Raw(index));
                    value.IsInScratch = true;
                    value.IsEscaped = false;
                }

                text = Raw(index);
                return true;
            case ValueKind.Number:
                text = Raw(index);
                return true;
            case ValueKind.True:
                text = "true"u8;
                return true;
            case ValueKind.False:
                text = "false"u8;
                return true;
            default:
                text = default;
                return false;
        }
    }

    /// <summary>Unescapes one leaf of an object; valid until the next call.</summary>
    public ReadOnlySpan<byte> UnescapeLeaf(ReadOnlySpan<byte> escaped)
    {
        if (_leaf.Length < escaped.Length) _leaf = new byte[2 * escaped.Length];
        return _leaf.AsSpan(0, JsonText.Unescape(escaped, _leaf));
    }

    /// <summary>Decodes UTF-8; valid until the next call.</summary>
    public ReadOnlySpan<char> Decode(ReadOnlySpan<byte> utf8)
    {
        // One UTF-8 byte never makes more than one UTF-16 code unit.
        if (_chars.Length < utf8.Length) _chars = new char[2 * utf8.Length];
        return _chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, _chars));
    }
}
