using System.Text;

namespace CloudTrailLambda.Benchmarks.Generation;

/// <summary>An account in a region: what one CloudTrail log file is about.</summary>
internal sealed class Place(string account, string region)
{
    /// <summary>Where IAM, the sign-in service and the other services without a region are logged.</summary>
    private const string HomeOfGlobalServices = "us-east-1";

    public string Account { get; } = account;

    public string Region { get; } = region;

    public byte[] AccountUtf8 { get; } = Encoding.UTF8.GetBytes(account);

    public byte[] RegionUtf8 { get; } = Encoding.UTF8.GetBytes(region);

    public ulong AccountKey { get; } = SplitMix64.HashOf(account);

    public bool HasGlobalServices { get; } = string.Equals(region, HomeOfGlobalServices, StringComparison.Ordinal);

    /// <summary>Every account in every region; the earlier a name stands in its list, the more traffic it has.</summary>
    public static WeightedList<Place> All(GeneratorOptions options)
    {
        var places = new List<(Place, int)>();
        for (var account = 0; account < options.Accounts.Count; account++)
        {
            for (var region = 0; region < options.Regions.Count; region++)
            {
                var weight = (options.Accounts.Count - account) * (region == 0 ? options.Regions.Count : 1);
                places.Add((new Place(options.Accounts[account], options.Regions[region]), weight));
            }
        }

        return new WeightedList<Place>(places);
    }
}
