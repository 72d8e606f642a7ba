namespace CloudTrailLambda.Benchmarks.Generation.Templates;

/// <summary>Characters of an alphabet, as AWS makes its ids, tokens and signatures of them.</summary>
internal sealed class RandomText : Placeholder
{
    private readonly byte[] _alphabet;
    private readonly int _bits;
    private readonly int _length;
    private readonly ValueScope _scope;
    private readonly ulong _salt;
    private readonly int _poolSize;

    /// <exception cref="FormatException">There is no such alphabet.</exception>
    public RandomText(string alphabet, int length, ValueScope scope, ulong salt, int poolSize)
    {
        // Sizes are powers of two, so that a character is a shift and a mask and not a division.
        _alphabet = alphabet switch
        {
            "hex" => "0123456789abcdef"u8.ToArray(),
            "base32" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8.ToArray(),
            "base64" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8.ToArray(),
            "alnum" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789xZ"u8.ToArray(),
            "digits" => "0123456789012345"u8.ToArray(),
            _ => throw new FormatException($"Unknown alphabet '{alphabet}'."),
        };
        _bits = int.Log2(_alphabet.Length);
        _length = length;
        _scope = scope;
        _salt = salt;
        _poolSize = poolSize;
    }

    public override int Write(Span<byte> target, RecordContext context)
    {
        var key = context.Key(_scope, _salt, _poolSize);
        var perWord = 64 / _bits;
        var mask = (ulong)_alphabet.Length - 1;
        for (var done = 0; done < _length;)
        {
            var word = SplitMix64.Mix(key += SplitMix64.Gamma);
            var end = Math.Min(_length, done + perWord);
            for (; done < end; done++)
            {
                target[done] = _alphabet[(int)(word & mask)];
                word >>= _bits;
            }
        }

        return _length;
    }
}
