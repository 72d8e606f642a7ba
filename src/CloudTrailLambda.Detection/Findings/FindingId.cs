using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>A finding's id: 32 lower-case hexadecimal digits.</summary>
public readonly record struct FindingId
{
    /// <summary>Hexadecimal digits in an id.</summary>
    public const int Length = 32;

    private const int AbsentText = -1;
    private readonly string? _text;

    /// <summary>Takes an id's text.</summary>
    /// <exception cref="ArgumentException">It is not 32 lower-case hexadecimal digits.</exception>
    public FindingId(string text)
    {
        if (text.Length != Length || !FindingIdPrefix.IsLowerHex(text))
            throw new ArgumentException($"A finding id is {Length} lower-case hexadecimal digits, not \"{text}\".", nameof(text));
        _text = text;
    }

    /// <summary>By the digits, ordinally; negative if the left one comes first.</summary>
    public static int Compare(FindingId left, FindingId right) => string.CompareOrdinal(left._text, right._text);

    /// <summary>The 32 digits; empty for the default value.</summary>
    public override string ToString() => _text ?? "";

    /// <summary>The first 128 bits of SHA-256 over the key.</summary>
    /// <remarks>
    /// Every text is preceded by its length: joined by a separator, two keys whose values contain the separator could be one. The
    /// window's length belongs to it too, so a rule whose window is edited does not write into findings of another width.
    /// </remarks>
    internal static FindingId Of(FindingKey key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, key.RuleId);
        Append(hash, key.AccountId);
        Append(hash, key.Group.Count);
        foreach (var field in key.Group)
        {
            Append(hash, field.Field);
            Append(hash, field.Value);
        }
        Append(hash, key.Window.Start.ToUnixTimeMilliseconds());
        Append(hash, (long)key.Window.Length.TotalMilliseconds);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new FindingId(Convert.ToHexStringLower(digest[..(Length / 2)]));
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        if (text is null)
        {
            Append(hash, AbsentText);
            return;
        }
        var utf8 = Encoding.UTF8.GetBytes(text);
        Append(hash, utf8.Length);
        hash.AppendData(utf8);
    }

    private static void Append(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
