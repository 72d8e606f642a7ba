using System.Collections.Concurrent;
using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Model;

namespace CloudTrailLambda.Aws.S3;

/// <summary>
/// Clients for S3, one for each region that turns out to be needed. The SDK follows a bucket to another region only in some of the ways
/// that S3 has of saying so; here all of them are followed, once for each bucket. Thread-safe.
/// </summary>
public sealed class S3Clients : IDisposable
{
    private const string RegionHeader = "x-amz-bucket-region";
    private static readonly string[] ElsewhereCodes = ["PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"];

    private readonly Func<RegionEndpoint?, IAmazonS3> _create;
    private readonly Lazy<IAmazonS3> _home;
    private readonly ConcurrentDictionary<string, Lazy<IAmazonS3>> _byRegion = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _regionOfBucket = new(StringComparer.Ordinal);

    /// <summary>Clients that somebody else knows how to make. Each is made when it is first needed.</summary>
    /// <param name="create">Makes a client for a region; null: for the one to try first.</param>
    public S3Clients(Func<RegionEndpoint?, IAmazonS3> create)
    {
        _create = create;
        _home = new Lazy<IAmazonS3>(() => create(null));
    }

    /// <summary>Clients with the credentials, region and endpoint of the environment or profile, as every AWS tool finds them.</summary>
    public static S3Clients FromEnvironment() => new(static region =>
    {
        // Without a region any will do to be told the right one.
        var config = new AmazonS3Config { RegionEndpoint = region ?? FallbackRegionFactory.GetRegionEndpoint() ?? RegionEndpoint.USEast1 };
        // An endpoint of one's own is an emulator or a private one: names of buckets are no host names there.
        config.ForcePathStyle = !string.IsNullOrEmpty(config.ServiceURL);
        return new AmazonS3Client(config);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _byRegion.Values.Append(_home).Where(client => client.IsValueCreated)) client.Value.Dispose();
    }

    /// <summary>Calls S3 about a bucket, in the bucket's region.</summary>
    internal async Task<T> CallAsync<T>(string bucket, Func<IAmazonS3, Task<T>> call, CancellationToken cancellationToken)
    {
        var knownRegion = _regionOfBucket.GetValueOrDefault(bucket);
        try
        {
            return await call(ClientOf(knownRegion));
        }
        catch (AmazonS3Exception elsewhere) when (SaysElsewhere(elsewhere))
        {
            var region = RegionIn(elsewhere) ?? await AskForRegionAsync(bucket, cancellationToken);
            if (region is null || string.Equals(region, knownRegion, StringComparison.Ordinal)) throw;
            _regionOfBucket[bucket] = region;
            return await call(ClientOf(region));
        }
    }

    private static bool SaysElsewhere(AmazonS3Exception e) =>
        e.StatusCode == HttpStatusCode.MovedPermanently || ElsewhereCodes.Contains(e.ErrorCode, StringComparer.Ordinal);

    private static string? RegionIn(AmazonS3Exception e) =>
        e.InnerException is HttpErrorResponseException { Response: { } response } && response.GetHeaderValue(RegionHeader) is { Length: > 0 } region ? region : null;

    private IAmazonS3 ClientOf(string? region) =>
        region is null ? _home.Value : _byRegion.GetOrAdd(region, name => new Lazy<IAmazonS3>(() => _create(RegionEndpoint.GetBySystemName(name)))).Value;

    // Also an answer that refuses to answer names the region.
    private async Task<string?> AskForRegionAsync(string bucket, CancellationToken cancellationToken)
    {
        try
        {
            return (await _home.Value.HeadBucketAsync(new HeadBucketRequest { BucketName = bucket }, cancellationToken)).BucketRegion;
        }
        catch (AmazonS3Exception e)
        {
            return RegionIn(e);
        }
    }
}
