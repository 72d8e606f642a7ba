using System.Runtime.InteropServices;

namespace CloudTrailLambda.Sigma;

/// <summary>Compares keys of bytes by their content, and finds them by a span of a record.</summary>
public sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

    /// <summary>The only one; it has no state.</summary>
    public static Utf8Comparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    /// <inheritdoc/>
    // Eight bytes a step: HashCode takes four, and this stands in the way of each text that is read. The seed differs from process to
    // process, so that nobody can write texts that meet.
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = Seed ^ (ulong)alternate.Length;
        for (; alternate.Length >= sizeof(ulong); alternate = alternate[sizeof(ulong)..]) hash = Mix(hash ^ MemoryMarshal.Read<ulong>(alternate));
        ulong rest = 0;
        foreach (var b in alternate) rest = (rest << 8) | b;
        return (int)(Mix(hash ^ rest) >> 32);
    }

    /// <inheritdoc/>
    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    private static ulong Mix(ulong hash)
    {
        hash *= 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 32);
    }
}
