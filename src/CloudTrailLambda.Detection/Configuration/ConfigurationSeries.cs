using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CloudTrailLambda.Detection.Configuration;

/// <summary>Names of the series that configurations are kept in, and numbers of pages that have none by nature.</summary>
internal static class ConfigurationSeries
{
    private const int HashBytes = 16;

    /// <summary>The items of one resource; a page is numbered by its capture time in milliseconds since 1970.</summary>
    public static string OfResource(string accountId, string region, string type, string id) => $"config-item:{Hash(accountId, region, type, id)}";

    /// <summary>The items that name one call.</summary>
    public static string OfEvent(string eventId) => $"config-event:{Hash(eventId)}";

    /// <summary>The resources of an account that are called so: by id, by name or by ARN.</summary>
    public static string OfName(string accountId, string name) => $"config-name:{Hash(accountId, name)}";

    /// <summary>A page of its own for each text.</summary>
    public static long KeyOf(string text) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Each text with its length before it, as in a finding's id.
    private static string Hash(params ReadOnlySpan<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(utf8.Length));
            hash.AppendData(utf8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, HashBytes));
    }
}
