using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CloudTrailLambda.Detection.Reading;

/// <summary>What a piece of a root object came to.</summary>
internal enum RootStep
{
    NeedBytes,

    /// <summary>The bracket that opens <c>Records</c> or <c>configurationItems</c> was passed.</summary>
    RecordsArray,

    /// <summary>An object without a key follows the array: the array was not really over. Its brace is not passed.</summary>
    StrayObject,

    /// <summary>The brace that closes the object was passed.</summary>
    End,
}

/// <summary>The top-level keys that tell what a root object is.</summary>
[Flags]
internal enum RootKeys
{
    None = 0,
    RecordsArray = 1,
    RecordsNull = 2,
    RecordsOther = 4,
    Digest = 8,
    LogFiles = 16,
    Other = 32,
}

/// <summary>
/// Walks over a root object piece by piece and sees only its top-level keys. Only for objects that may be more than a record: it is
/// slower than <see cref="BraceScanner"/>, and brackets count as well.
/// </summary>
internal struct RootKeyWalker
{
    private const int LongestKeyBytes = 24;

    private static readonly SearchValues<byte> StringEnds = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    private KeyBytes _key;
    private int _keyLength;
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _afterColon;

    /// <summary>What was seen so far.</summary>
    public RootKeys Seen { get; private set; }

    /// <summary>Whether the array that was entered last holds configuration items.</summary>
    public bool IsAmongItems { get; private set; }

    /// <summary>Walks over the next piece.</summary>
    /// <param name="bytes">At first from the opening brace on, then what follows what was consumed.</param>
    /// <param name="consumed">How much of <paramref name="bytes"/> was walked over.</param>
    public RootStep Walk(ReadOnlySpan<byte> bytes, out int consumed)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (_inString)
            {
                i = WalkString(bytes, i);
                continue;
            }

            if (_depth > 1)
            {
                i = WalkNested(bytes, i);
                continue;
            }

            var step = WalkTop(bytes[i]);
            if (step != RootStep.NeedBytes)
            {
                consumed = step == RootStep.StrayObject ? i : i + 1;
                return step;
            }
        }

        consumed = bytes.Length;
        return RootStep.NeedBytes;
    }

    private int WalkString(ReadOnlySpan<byte> bytes, int at)
    {
        if (_escaped)
        {
            _escaped = false;
            KeepKey(bytes.Slice(at, 1));
            return at;
        }

        var rest = bytes[at..];
        var end = rest.IndexOfAny(StringEnds);
        KeepKey(end < 0 ? rest : rest[..end]);
        if (end < 0)
        {
            return bytes.Length;
        }

        _escaped = rest[end] == (byte)'\\';
        _inString = _escaped;
        return at + end;
    }

    private int WalkNested(ReadOnlySpan<byte> bytes, int at)
    {
        var next = bytes[at..].IndexOfAny(Structure);
        if (next < 0)
        {
            return bytes.Length;
        }

        var b = bytes[at + next];
        _inString = b == (byte)'"';
        _depth += b is (byte)'{' or (byte)'[' ? 1 : b is (byte)'}' or (byte)']' ? -1 : 0;
        return at + next;
    }

    private RootStep WalkTop(byte b)
    {
        switch (b)
        {
            case (byte)'"':
                _inString = true;
                _keyLength = _afterColon ? _keyLength : 0;
                break;
            case (byte)':':
                _afterColon = true;
                return RootStep.NeedBytes;
            case (byte)',':
                _afterColon = false;
                return RootStep.NeedBytes;
            case (byte)'}':
                return RootStep.End;
            case (byte)'{' when _depth == 1 && !_afterColon && Seen.HasFlag(RootKeys.RecordsArray):
                return RootStep.StrayObject;
            case (byte)'{' or (byte)'[' when _depth == 0 || !IsRecords(b):
                _depth++;
                break;
            case (byte)'[':
                NoteKey(b);
                return RootStep.RecordsArray;
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)']':
                return RootStep.NeedBytes;
        }

        if (_afterColon)
        {
            NoteKey(b);
        }

        return RootStep.NeedBytes;
    }

    private readonly bool IsRecords(byte value) => value == (byte)'[' && _afterColon && (Key.SequenceEqual("Records"u8) || IsItems);

    private readonly bool IsItems => Key.SequenceEqual("configurationItems"u8);

    private void NoteKey(byte value)
    {
        var key = Key;
        Seen |= key.SequenceEqual("Records"u8) ? Records(value)
            : key.SequenceEqual("digestS3Bucket"u8) || key.SequenceEqual("digestS3Object"u8) ? RootKeys.Digest
            : key.SequenceEqual("logFiles"u8) ? RootKeys.LogFiles
            : IsItems && value == (byte)'[' ? RootKeys.RecordsArray
            : RootKeys.Other;
        IsAmongItems = IsItems;
        // One note per key: the value's further bytes find no key.
        _afterColon = false;
        _keyLength = 0;
    }

    private static RootKeys Records(byte value) => value switch
    {
        (byte)'[' => RootKeys.RecordsArray,
        (byte)'n' => RootKeys.RecordsNull,
        _ => RootKeys.RecordsOther,
    };

    [UnscopedRef]
    private readonly ReadOnlySpan<byte> Key => _keyLength > LongestKeyBytes ? [] : ((ReadOnlySpan<byte>)_key)[.._keyLength];

    private void KeepKey(ReadOnlySpan<byte> piece)
    {
        if (_depth != 1)
        {
            return;
        }

        if (_keyLength + piece.Length <= LongestKeyBytes)
        {
            piece.CopyTo(((Span<byte>)_key)[_keyLength..]);
        }

        _keyLength = Math.Min(LongestKeyBytes + 1, _keyLength + piece.Length);
    }

    [InlineArray(LongestKeyBytes)]
    private struct KeyBytes
    {
        private byte _first;
    }
}
