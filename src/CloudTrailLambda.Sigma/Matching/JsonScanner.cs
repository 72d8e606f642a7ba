using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>
/// Steps through one JSON text (RFC 8259, strict) without making anything of it. What it refuses, it refuses with a place
/// and a reason and not with an exception, so that a file of broken records is not slower than one of good ones.
/// </summary>
/// <remarks>
/// <c>Utf8JsonReader</c> would do the same and a test holds the two to the same verdicts; it keeps state for every token
/// that a walk along the trie has no use for, which is most of what reading a record costs.
/// </remarks>
internal ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    private const byte Quote = (byte)'"';
    private const byte Backslash = (byte)'\\';
    private const byte FirstPrintable = 0x20;

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;

    /// <summary>Position of the next byte.</summary>
    public readonly int At => _at;

    /// <summary>Why the text is not JSON, or <see langword="null"/>.</summary>
    public string? Fault { get; private set; }

    /// <summary>The next byte that is not white space, or 0 at the end. Does not consume it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Peek()
    {
        var at = _at;
        if ((uint)at < (uint)_json.Length && _json[at] > FirstPrintable) return _json[at];
        return PeekBehindSpace();
    }

    /// <summary>Consumes the byte that was peeked.</summary>
    public void Take() => _at++;

    /// <summary>Bytes of the text.</summary>
    public readonly ReadOnlySpan<byte> Slice(int start, int length) => _json.Slice(start, length);

    public bool Fail(string why)
    {
        Fault ??= why;
        return false;
    }

    /// <summary>Nothing but white space is left.</summary>
    public bool AtEnd()
    {
        Peek();
        return _at == _json.Length;
    }

    /// <summary>Reads a string whose opening quote is next.</summary>
    /// <param name="start">Position behind the opening quote.</param>
    /// <param name="length">Bytes up to the closing quote.</param>
    /// <param name="isEscaped">Whether there are escapes among them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadString(out int start, out int length, out bool isEscaped)
    {
        start = _at + 1;
        var end = FindSpecial(start);
        isEscaped = false;
        length = end - start;
        if ((uint)end >= (uint)_json.Length || _json[end] != Quote) return TryReadRareString(start, end, out length, out isEscaped);
        _at = end + 1;
        return true;
    }

    private bool TryReadRareString(int start, int special, out int length, out bool isEscaped)
    {
        _at = special;
        isEscaped = false;
        length = 0;
        while (_at < _json.Length)
        {
            switch (_json[_at])
            {
                case Quote:
                    length = _at++ - start;
                    return true;
                case Backslash:
                    isEscaped = true;
                    if (!SkipEscape()) return false;
                    break;
                default:
                    return Fail("a string holds a control character");
            }

            _at = FindSpecial(_at);
        }

        return Fail("a string does not end");
    }

    /// <summary>Reads a number that is next.</summary>
    public bool TryReadNumber(out int start, out int length)
    {
        start = _at;
        if (Byte(_at) == (byte)'-') _at++;
        var isValid = Byte(_at) == (byte)'0' ? SkipOne() : SkipDigits();
        if (isValid && Byte(_at) == (byte)'.')
        {
            _at++;
            isValid = SkipDigits();
        }

        if (isValid && (Byte(_at) | 0x20) == (byte)'e')
        {
            _at++;
            if (Byte(_at) is (byte)'+' or (byte)'-') _at++;
            isValid = SkipDigits();
        }

        length = _at - start;
        return isValid || Fail("not a number");
    }

    /// <summary>Reads <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public bool TryReadLiteral(ReadOnlySpan<byte> literal)
    {
        if (!_json[_at..].StartsWith(literal)) return Fail("not a JSON value");
        _at += literal.Length;
        return true;
    }

    /// <summary>Passes over a value of any kind, checking it.</summary>
    public bool SkipValue(int depthLeft)
    {
        switch (Peek())
        {
            case Quote:
                return TryReadString(out _, out _, out _);
            case (byte)'{':
                return SkipContainer(isObject: true, (byte)'}', depthLeft);
            case (byte)'[':
                return SkipContainer(isObject: false, (byte)']', depthLeft);
            case (byte)'t':
                return TryReadLiteral("true"u8);
            case (byte)'f':
                return TryReadLiteral("false"u8);
            case (byte)'n':
                return TryReadLiteral("null"u8);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return TryReadNumber(out _, out _);
            default:
                return Fail("a value is missing");
        }
    }

    /// <summary>Consumes the colon behind a property's name.</summary>
    public bool TakeColon()
    {
        if (Peek() != (byte)':') return Fail("a colon is missing");
        _at++;
        return true;
    }

    /// <summary>Behind an element: true when another follows, false at the closing bracket or at a fault. Consumes either.</summary>
    public bool TakeComma(byte closing)
    {
        var next = Peek();
        if (next == (byte)',')
        {
            _at++;
            return true;
        }

        if (next == closing) _at++;
        else Fail("a comma is missing");
        return false;
    }

    private bool SkipContainer(bool isObject, byte closing, int depthLeft)
    {
        if (depthLeft == 0) return Fail($"nested deeper than {RecordWalk.MaxDepth} levels");
        _at++;
        if (Peek() == closing)
        {
            _at++;
            return true;
        }

        do
        {
            if (isObject && !SkipName()) return false;
            if (!SkipValue(depthLeft - 1)) return false;
        }
        while (TakeComma(closing));

        return Fault is null;
    }

    private bool SkipName()
    {
        if (Peek() != Quote) return Fail("a property has no name");
        return TryReadString(out _, out _, out _) && TakeColon();
    }

    private byte PeekBehindSpace()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _at++;
        return Byte(_at);
    }

    private readonly byte Byte(int at) => (uint)at < (uint)_json.Length ? _json[at] : (byte)0;

    private bool SkipOne()
    {
        _at++;
        return true;
    }

    private bool SkipDigits()
    {
        var start = _at;
        while (Byte(_at) is >= (byte)'0' and <= (byte)'9') _at++;
        return _at > start;
    }

    private bool SkipEscape()
    {
        _at++;
        switch (Byte(_at))
        {
            case Quote or Backslash or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                _at++;
                return true;
            case (byte)'u':
                for (var i = 1; i <= 4; i++)
                {
                    if (!char.IsAsciiHexDigit((char)Byte(_at + i))) return Fail("an escape is not complete");
                }

                _at += 5;
                return true;
            default:
                return Fail("a string holds an unknown escape");
        }
    }

    /// <summary>The first quote, backslash or control character from here on, or the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int FindSpecial(int at)
    {
        ref var first = ref MemoryMarshal.GetReference(_json);
        // Names and values are mostly longer than 16 bytes and shorter than 32.
        var lastVector = _json.Length - Vector256<byte>.Count;
        for (; at <= lastVector; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref first, (nuint)at);
            var special = Vector256.Equals(bytes, Vector256.Create(Quote))
                | Vector256.Equals(bytes, Vector256.Create(Backslash))
                | Vector256.LessThan(bytes, Vector256.Create(FirstPrintable));
            var mask = special.ExtractMostSignificantBits();
            if (mask != 0) return at + BitOperations.TrailingZeroCount(mask);
        }

        while (at < _json.Length && _json[at] is not (Quote or Backslash) && _json[at] >= FirstPrintable) at++;
        return at;
    }
}
