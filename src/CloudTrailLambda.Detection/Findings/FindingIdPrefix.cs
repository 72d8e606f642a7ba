using System.Buffers;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>The beginning of a finding's id, as a person types it.</summary>
public static class FindingIdPrefix
{
    /// <summary>Fewest digits that are looked up.</summary>
    public const int MinLength = 6;

    /// <summary>Most candidates that an <see cref="AmbiguousFindingIdException"/> names.</summary>
    public const int MaxCandidates = 10;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>The prefix in lower case, as ids are stored.</summary>
    /// <exception cref="ArgumentException">It is not 6 to 32 hexadecimal digits.</exception>
    public static string Normalize(string idOrPrefix)
    {
        var prefix = idOrPrefix.ToLowerInvariant();
        if (prefix.Length is < MinLength or > FindingId.Length || !IsLowerHex(prefix))
        {
            throw new ArgumentException(
                $"\"{idOrPrefix}\" is not a finding id: give {MinLength} to {FindingId.Length} hexadecimal digits.", nameof(idOrPrefix));
        }
        return prefix;
    }

    internal static bool IsLowerHex(string text) => !text.AsSpan().ContainsAnyExcept(LowerHex);
}
