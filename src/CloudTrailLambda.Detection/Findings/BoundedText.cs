using System.Security.Cryptography;
using System.Text;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>Keeps text that an attacker may choose from growing without bound.</summary>
internal static class BoundedText
{
    private const int HashedPrefixLength = 128;

    /// <summary>For display: what is past the limit is cut off.</summary>
    public static string? Cut(string? text, int maxLength = FindingLimits.MaxTextLength) =>
        text is null || text.Length <= maxLength ? text : Prefix(text, maxLength);

    /// <summary>For identity: two long texts must stay different, so the rest is hashed instead of cut off.</summary>
    public static string Identity(string text, int maxLength = FindingLimits.MaxTextLength) =>
        text.Length <= maxLength
            ? text
            : Prefix(text, HashedPrefixLength) + "#sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Half of a surrogate pair is not text: it would not survive UTF-8.
    private static string Prefix(string text, int length) =>
        text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
