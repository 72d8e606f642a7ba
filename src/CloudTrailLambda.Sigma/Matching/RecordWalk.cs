using CloudTrailLambda.Sigma.Compilation;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>The one pass over a record: follows the trie and fills the slots.</summary>
internal ref struct RecordWalk
{
    /// <summary>CloudTrail records nest about ten deep. Deeper than this is refused before it exhausts the stack.</summary>
    public const int MaxDepth = 128;

    /// <summary>JSON inside text inside JSON: policies are one level; more than two is somebody's joke.</summary>
    private const int MaxTextLevels = 2;

    private readonly RecordFields _fields;
    private readonly int _baseOffset;
    private readonly int _textLevel;
    private JsonScanner _scanner;

    private RecordWalk(RecordFields fields, ReadOnlySpan<byte> json, int baseOffset, int textLevel)
    {
        _fields = fields;
        _baseOffset = baseOffset;
        _textLevel = textLevel;
        _scanner = new JsonScanner(json);
    }

    /// <summary>Walks the record that the fields were given. It must be one JSON object; otherwise the slots are in no useful state.</summary>
    public static RecordFault? Walk(RecordFields fields, TrieNode root)
    {
        var walk = new RecordWalk(fields, fields.Record.Span, baseOffset: 0, textLevel: 0);
        if (walk._scanner.Peek() != (byte)'{') walk._scanner.Fail("a record is a JSON object");
        else if (walk.WalkObject(root, MaxDepth) && !walk._scanner.AtEnd()) walk._scanner.Fail("there is content behind the record");
        return walk._scanner.Fault is { } fault ? new RecordFault($"not valid JSON: {fault}", walk._scanner.At) : null;
    }

    private bool WalkObject(TrieNode node, int depthLeft)
    {
        if (depthLeft == 0) return _scanner.Fail($"nested deeper than {MaxDepth} levels");
        _scanner.Take();
        if (_scanner.Peek() == (byte)'}')
        {
            _scanner.Take();
            return true;
        }

        do
        {
            if (_scanner.Peek() != (byte)'"') return _scanner.Fail("a property has no name");
            if (!_scanner.TryReadString(out var start, out var length, out var isEscaped) || !_scanner.TakeColon()) return false;
            var name = _scanner.Slice(start, length);
            var child = isEscaped ? Find(node, _fields.UnescapeLeaf(name)) : Find(node, name);
            if (child is null ? !_scanner.SkipValue(depthLeft - 1) : !WalkValue(child, depthLeft - 1)) return false;
        }
        while (_scanner.TakeComma((byte)'}'));

        return _scanner.Fault is null;
    }

    // A property whose name holds dots stands for the path that it spells.
    private static TrieNode? Find(TrieNode node, ReadOnlySpan<byte> name)
    {
        var child = node.Find(name);
        return child is not null || !name.Contains((byte)'.') ? child : FindDotted(node, name);
    }

    private static TrieNode? FindDotted(TrieNode node, ReadOnlySpan<byte> name)
    {
        foreach (var segment in name.Split((byte)'.'))
        {
            if (node.Find(name[segment]) is not { } child) return null;
            node = child;
        }

        return node;
    }

    private bool WalkValue(TrieNode node, int depthLeft)
    {
        switch (_scanner.Peek())
        {
            case (byte)'"':
                if (!_scanner.TryReadString(out var start, out var length, out var isEscaped)) return false;
                if (node.Slot != TrieNode.NoSlot) Add(node, length == 0 && node.IsNullWhenBlank ? ValueKind.Null : ValueKind.String, start, length, isEscaped);
                // Text without escapes holds no quotes, hence no property.
                if (isEscaped && node.HasChildren) WalkText(start, length, node);
                return true;
            case (byte)'{':
                return WalkObjectValue(node, depthLeft);
            case (byte)'[':
                // The array itself is a value too, so that `exists` and `null` see an empty one.
                if (node.Slot != TrieNode.NoSlot) Add(node, ValueKind.Array, start: 0, length: 0, isEscaped: false);
                return WalkArray(node, depthLeft);
            case (byte)'t':
                return AddLiteral(node, ValueKind.True, "true"u8);
            case (byte)'f':
                return AddLiteral(node, ValueKind.False, "false"u8);
            case (byte)'n':
                return AddLiteral(node, ValueKind.Null, "null"u8);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                if (!_scanner.TryReadNumber(out var numberStart, out var numberLength)) return false;
                if (node.Slot != TrieNode.NoSlot) Add(node, ValueKind.Number, numberStart, numberLength, isEscaped: false);
                return true;
            default:
                return _scanner.Fail("a value is missing");
        }
    }

    private bool WalkObjectValue(TrieNode node, int depthLeft)
    {
        var index = node.Slot == TrieNode.NoSlot ? RecordFields.None : Add(node, ValueKind.Object, _scanner.At, length: 0, isEscaped: false);
        if (node.HasChildren ? !WalkObject(node, depthLeft) : !_scanner.SkipValue(depthLeft)) return false;
        if (index != RecordFields.None) _fields.SetEnd(index, _baseOffset + _scanner.At);
        return true;
    }

    private bool WalkArray(TrieNode node, int depthLeft)
    {
        if (depthLeft == 0) return _scanner.Fail($"nested deeper than {MaxDepth} levels");
        _scanner.Take();
        if (_scanner.Peek() == (byte)']')
        {
            _scanner.Take();
            return true;
        }

        do
        {
            if (!WalkValue(node, depthLeft - 1)) return false;
        }
        while (_scanner.TakeComma((byte)']'));

        return _scanner.Fault is null;
    }

    // Policies arrive as text that holds JSON. Text that only looks like JSON is text, and nothing found in it stays.
    private readonly void WalkText(int start, int length, TrieNode node)
    {
        if (_textLevel == MaxTextLevels || !MayBeJson(_scanner.Slice(start, length))) return;
        var (offset, unescapedLength) = _fields.ToScratch(_scanner.Slice(start, length));
        if (FirstVisible(_fields.Scratch(offset, unescapedLength)) is not ((byte)'{' or (byte)'[')) return;
        var valuesBefore = _fields.ValueCount;
        var inner = new RecordWalk(_fields, _fields.Scratch(offset, unescapedLength), offset, _textLevel + 1);
        if (!inner.WalkRootOfText(node, MaxDepth) || !inner._scanner.AtEnd()) _fields.RollBack(valuesBefore);
    }

    // A line break before the JSON is an escape as long as the text is escaped; what it hides shows when it is not.
    private static bool MayBeJson(ReadOnlySpan<byte> escaped) => FirstVisible(escaped) is (byte)'{' or (byte)'[' or (byte)'\\';

    private static byte FirstVisible(ReadOnlySpan<byte> text)
    {
        var start = text.TrimStart(" \t\r\n"u8);
        return start.IsEmpty ? default : start[0];
    }

    // The text as a whole is already a value of the node; only what lies below it is new.
    private bool WalkRootOfText(TrieNode node, int depthLeft)
    {
        switch (_scanner.Peek())
        {
            case (byte)'{':
                return WalkObject(node, depthLeft);
            case (byte)'[' when depthLeft > 0:
                _scanner.Take();
                if (_scanner.Peek() == (byte)']')
                {
                    _scanner.Take();
                    return true;
                }

                do
                {
                    if (!WalkRootOfText(node, depthLeft - 1)) return false;
                }
                while (_scanner.TakeComma((byte)']'));

                return _scanner.Fault is null;
            case (byte)'"':
                if (!_scanner.TryReadString(out var start, out var length, out var isEscaped)) return false;
                if (isEscaped) WalkText(start, length, node);
                return true;
            default:
                return _scanner.SkipValue(depthLeft);
        }
    }

    private bool AddLiteral(TrieNode node, ValueKind kind, ReadOnlySpan<byte> literal)
    {
        if (node.Slot != TrieNode.NoSlot) Add(node, kind, _scanner.At, literal.Length, isEscaped: false);
        return _scanner.TryReadLiteral(literal);
    }

    private readonly int Add(TrieNode node, ValueKind kind, int start, int length, bool isEscaped) =>
        _fields.Add(node.Slot, kind, _baseOffset + start, length, isInScratch: _textLevel > 0, isEscaped);
}
