using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CloudTrailLambda.Detection.Reading;

/// <summary>Where the four bytes that framing cares about are in 64 bytes; bit 0 is the first byte.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BraceMasks(ulong Quotes, ulong Backslashes, ulong Opens, ulong Closes)
{
    public const int BlockBytes = 64;

    /// <summary>Looks at the first 64 bytes.</summary>
    /// <param name="block">At least <see cref="BlockBytes"/> bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BraceMasks Of(ReadOnlySpan<byte> block)
    {
        ref var first = ref MemoryMarshal.GetReference(block);
        if (Vector512.IsHardwareAccelerated)
        {
            var all = Vector512.LoadUnsafe(ref first);
            return new(Find(all, '"'), Find(all, '\\'), Find(all, '{'), Find(all, '}'));
        }

        // Without 256-bit registers the runtime makes two 128-bit operations of each of these.
        var low = Vector256.LoadUnsafe(ref first);
        var high = Vector256.LoadUnsafe(ref first, (nuint)Vector256<byte>.Count);
        return new(Find(low, high, '"'), Find(low, high, '\\'), Find(low, high, '{'), Find(low, high, '}'));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Find(Vector512<byte> all, char wanted) =>
        Vector512.Equals(all, Vector512.Create((byte)wanted)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Find(Vector256<byte> low, Vector256<byte> high, char wanted)
    {
        var same = Vector256.Create((byte)wanted);
        return Vector256.Equals(low, same).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(high, same).ExtractMostSignificantBits() << 32);
    }
}
