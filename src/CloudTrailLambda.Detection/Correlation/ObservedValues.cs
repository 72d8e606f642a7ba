using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>
/// Bounds the values that observations carry. An attacker may choose them, and pages are to stay small. What is cut stays different
/// from everything else: a long value becomes its beginning and a hash.
/// </summary>
internal static class ObservedValues
{
    /// <summary>Values of one field of one record that are looked at.</summary>
    public const int MaxCount = 256;

    private const int MaxLength = 256;

    public static IReadOnlyList<string> Bounded(IReadOnlyList<string> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (i == MaxCount || values[i].Length > MaxLength) return [.. values.Take(MaxCount).Select(Bounded)];
        }

        return values;
    }

    private static string Bounded(string value) => BoundedText.Identity(value, MaxLength);
}
