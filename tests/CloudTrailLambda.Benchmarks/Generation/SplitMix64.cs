namespace CloudTrailLambda.Benchmarks.Generation;

/// <summary>
/// A pseudo-random sequence fixed by its seed. Not <see cref="Random"/>: its algorithm is not promised across
/// runtime versions, and a benchmark input must be the same bytes everywhere.
/// </summary>
internal sealed class SplitMix64(ulong seed)
{
    public const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    public ulong Next() => Mix(_state += Gamma);

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>.</summary>
    public int Below(int bound) => Below(Next(), bound);

    public static int Below(ulong bits, int bound) => (int)Math.BigMul(bits, (ulong)bound, out _);

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>FNV-1a over the characters; <see cref="string.GetHashCode()"/> differs in every process.</summary>
    public static ulong HashOf(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 0x100000001B3;
        }

        return Mix(hash);
    }
}
