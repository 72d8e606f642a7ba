using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using CloudTrailLambda.Aws.S3;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Aws.Tests.S3;

/// <summary>An account with S3 for the tests of one class; each makes buckets of its own.</summary>
public sealed class MotoS3 : IAsyncLifetime
{
    private int _buckets;

    public MotoServer Server { get; private set; } = null!;

    public IAmazonS3 Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await MotoServer.StartAsync();
        Client = ClientOf(Server.Url, TestCredentials.AccessKeyId, TestCredentials.SecretAccessKey);
    }

    public static IAmazonS3 ClientOf(string url, string accessKeyId, string secretAccessKey) => new AmazonS3Client(
        new BasicAWSCredentials(accessKeyId, secretAccessKey),
        new AmazonS3Config { ServiceURL = url, AuthenticationRegion = RegionEndpoint.USEast1.SystemName, ForcePathStyle = true, MaxErrorRetry = 1 });

    /// <summary>Clients for the adapters, by way of a proxy if there is one.</summary>
    public S3Clients Clients(string? url = null) => new(_ => ClientOf(url ?? Server.Url, TestCredentials.AccessKeyId, TestCredentials.SecretAccessKey));

    public async Task<string> MakeBucketAsync(bool isVersioned = false)
    {
        var bucket = $"logs-{Interlocked.Increment(ref _buckets)}";
        await Client.PutBucketAsync(bucket);
        if (isVersioned)
        {
            await Client.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = bucket, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } });
        }

        return bucket;
    }

    /// <summary>Puts an object and returns its version.</summary>
    public async Task<string?> PutAsync(string bucket, string key, byte[] content)
    {
        using var body = new MemoryStream(content);
        return (await Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, InputStream = body })).VersionId;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
