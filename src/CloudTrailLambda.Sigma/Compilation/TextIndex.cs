using System.Runtime.InteropServices;
using System.Text;

namespace CloudTrailLambda.Sigma.Compilation;

/// <summary>
/// ASCII texts, ignoring case, to lists of rules; looked up with the bytes of a record. A dictionary of strings would
/// have to decode and fold every text first, and most texts of most records are in no rule.
/// </summary>
internal sealed class TextIndex
{
    // Bit 5 tells upper from lower case letters. Setting it everywhere folds other bytes too, which a hash may do.
    private const ulong FoldMask = 0x2020202020202020;

    private readonly Entry[][] _buckets;
    private readonly int _mask;

    public TextIndex(IReadOnlyDictionary<string, List<int>> rules)
    {
        _mask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 4 * rules.Count)) - 1;
        _buckets = new Entry[_mask + 1][];
        Array.Fill(_buckets, []);
        foreach (var (text, list) in rules)
        {
            var bytes = Encoding.ASCII.GetBytes(text);
            ref var bucket = ref _buckets[Hash(bytes) & _mask];
            bucket = [.. bucket, new Entry(bytes, [.. list])];
        }

        Count = rules.Count;
    }

    public int Count { get; }

    public int[]? Find(ReadOnlySpan<byte> text)
    {
        foreach (ref readonly var entry in _buckets[Hash(text) & _mask].AsSpan())
        {
            if (Ascii.EqualsIgnoreCase(text, entry.Text)) return entry.Rules;
        }

        return null;
    }

    // Length, first and last eight bytes: names of calls and services differ in these. Those that do not share a bucket.
    private static int Hash(ReadOnlySpan<byte> text)
    {
        ulong first = 0, last = 0;
        if (text.Length >= sizeof(ulong))
        {
            first = MemoryMarshal.Read<ulong>(text);
            last = MemoryMarshal.Read<ulong>(text[^sizeof(ulong)..]);
        }
        else
        {
            foreach (var b in text) first = (first << 8) | b;
        }

        var hash = ((first | FoldMask) * 0x9E3779B97F4A7C15) ^ ((last | FoldMask) * 0xC2B2AE3D27D4EB4F) ^ (ulong)text.Length;
        return (int)(hash >> 33);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(byte[] Text, int[] Rules);
}
