using System.Runtime.InteropServices;

namespace CloudTrailLambda.Benchmarks.Generation;

/// <summary>What one call wrote. <paramref name="Bytes"/> counts the JSON before compression.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GenerationTotals(long Records, long Attacks, long Bytes)
{
    public static GenerationTotals operator +(GenerationTotals left, GenerationTotals right) =>
        new(left.Records + right.Records, left.Attacks + right.Attacks, left.Bytes + right.Bytes);
}
