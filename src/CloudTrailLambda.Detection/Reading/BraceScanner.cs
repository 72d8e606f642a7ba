using System.Numerics;
using System.Runtime.CompilerServices;

namespace CloudTrailLambda.Detection.Reading;

/// <summary>
/// Finds where an object ends by counting the braces outside strings. It is handed the bytes piece by piece and keeps its state. It
/// validates nothing: the strict walk comes later and is done once, while a JSON tokenizer here would be a second one.
/// </summary>
internal struct BraceScanner
{
    private int _depth;
    private bool _escaped;

    /// <summary>All ones inside a string, else zero: ready to be combined with a block's mask.</summary>
    private ulong _inString;

    /// <summary>Scans the next piece.</summary>
    /// <returns>The index behind the brace that closes the object, or -1 when it is not among <paramref name="bytes"/>.</returns>
    public int FindEnd(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        for (; bytes.Length - at >= BraceMasks.BlockBytes; at += BraceMasks.BlockBytes)
        {
            var end = FindEndInBlock(BraceMasks.Of(bytes[at..]));
            if (end >= 0)
            {
                return at + end;
            }
        }

        var rest = FindEndBytewise(bytes[at..]);
        return rest < 0 ? -1 : at + rest;
    }

    /// <summary>The same, byte by byte: for the rest of a piece, and the measure that the fast way is tested against.</summary>
    public int FindEndBytewise(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (_escaped)
            {
                _escaped = false;
                // An escaped brace inside a string is none anyway; outside, the escape means nothing to a brace.
                if (b is (byte)'"' or (byte)'\\')
                {
                    continue;
                }
            }

            switch (b)
            {
                case (byte)'\\':
                    _escaped = true;
                    break;
                case (byte)'"':
                    _inString = ~_inString;
                    break;
                case (byte)'{' when _inString == 0:
                    _depth++;
                    break;
                case (byte)'}' when _inString == 0 && --_depth <= 0:
                    return i + 1;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindEndInBlock(BraceMasks masks)
    {
        var quotes = masks.Quotes;
        if (masks.Backslashes != 0 || _escaped)
        {
            quotes &= ~Escaped(masks.Backslashes);
        }

        var inString = PrefixXor(quotes) ^ _inString;
        _inString = (ulong)((long)inString >> 63);
        var opens = masks.Opens & ~inString;
        var closes = masks.Closes & ~inString;
        var closeCount = BitOperations.PopCount(closes);
        if (_depth > closeCount)
        {
            _depth += BitOperations.PopCount(opens) - closeCount;
            return -1;
        }

        return FindEndAmong(opens, closes);
    }

    private int FindEndAmong(ulong opens, ulong closes)
    {
        for (; closes != 0; closes &= closes - 1)
        {
            var close = BitOperations.TrailingZeroCount(closes);
            var before = opens & ((1UL << close) - 1);
            _depth += BitOperations.PopCount(before) - 1;
            opens &= ~before;
            if (_depth <= 0)
            {
                return close + 1;
            }
        }

        _depth += BitOperations.PopCount(opens);
        return -1;
    }

    /// <summary>The bytes that a backslash takes the meaning from. One step per pair: a run is resolved from its first byte on.</summary>
    private ulong Escaped(ulong backslashes)
    {
        var escaped = _escaped ? 1UL : 0;
        backslashes &= ~escaped;
        _escaped = false;
        while (backslashes != 0)
        {
            var at = BitOperations.TrailingZeroCount(backslashes);
            backslashes &= backslashes - 1;
            if (at == BraceMasks.BlockBytes - 1)
            {
                _escaped = true;
                break;
            }

            var next = 2UL << at;
            escaped |= next;
            backslashes &= ~next;
        }

        return escaped;
    }

    /// <summary>Each bit becomes the parity of the bits up to it: ones from an opening quote to before the closing one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PrefixXor(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
