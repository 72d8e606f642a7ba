using System.Text;

namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>Who makes calls, and how that looks in a record. The texts are patterns with placeholders.</summary>
internal sealed class Actor
{
    /// <param name="identity">The JSON of <c>userIdentity</c>, or null: the record has none.</param>
    /// <param name="address">What <c>sourceIPAddress</c> says.</param>
    /// <param name="agent">What <c>userAgent</c> says.</param>
    /// <param name="roles">The roles or users of an account that are such an actor.</param>
    public Actor(string? identity, string address, string agent, params string[] roles)
    {
        Identity = identity;
        Address = address;
        Agent = agent;
        RolesUtf8 = roles.Length == 0 ? [[]] : [.. roles.Select(Encoding.UTF8.GetBytes)];
        Key = SplitMix64.HashOf($"{identity}|{address}|{string.Join('|', roles)}");
    }

    public string? Identity { get; }

    public string Address { get; }

    public string Agent { get; }

    public byte[][] RolesUtf8 { get; }

    public ulong Key { get; }

    /// <summary>How many sessions of all the roles are under way at a time in an account.</summary>
    public int SessionsAtOnce { get; init; } = 8;

    /// <summary>How many records of one session follow each other on average.</summary>
    public int RecordsInARow { get; init; } = 8;

    /// <summary>Whether it comes over the public endpoint, so that the record has <c>tlsDetails</c>.</summary>
    public bool UsesTls { get; init; }
}
