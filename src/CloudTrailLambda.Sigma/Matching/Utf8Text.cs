using System.Text;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>Comparisons of UTF-8 text without decoding it. Ignoring case folds ASCII letters only.</summary>
internal static class Utf8Text
{
    public static bool Relate(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other, TextRelation relation, bool isCased) => relation switch
    {
        TextRelation.Equals => AreEqual(text, other, isCased),
        TextRelation.StartsWith => text.Length >= other.Length && AreEqual(text[..other.Length], other, isCased),
        TextRelation.EndsWith => text.Length >= other.Length && AreEqual(text[^other.Length..], other, isCased),
        _ => Contains(text, other, isCased),
    };

    private static bool AreEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, bool isCased) =>
        isCased ? a.SequenceEqual(b) : Ascii.EqualsIgnoreCase(a, b);

    private static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other, bool isCased)
    {
        if (other.IsEmpty) return true;
        if (isCased) return text.IndexOf(other) >= 0;
        var lower = ToLower(other[0]);
        var upper = ToUpper(other[0]);
        while (text.Length >= other.Length)
        {
            var start = text[..(text.Length - other.Length + 1)].IndexOfAny(lower, upper);
            if (start < 0) return false;
            if (Ascii.EqualsIgnoreCase(text.Slice(start, other.Length), other)) return true;
            text = text[(start + 1)..];
        }

        return false;
    }

    private static byte ToLower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;

    private static byte ToUpper(byte b) => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b & ~0x20) : b;
}
