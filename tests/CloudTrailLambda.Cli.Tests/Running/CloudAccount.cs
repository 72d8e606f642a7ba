using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Aws.DynamoDb.Correlation;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Cli.Tests.Running;

/// <summary>An AWS account in memory, and the environment of somebody who works in it.</summary>
public sealed class CloudAccount : IAsyncLifetime
{
    private static readonly BasicAWSCredentials Credentials = new(TestCredentials.AccessKeyId, TestCredentials.SecretAccessKey);
    private MotoServer _server = null!;
    private int _names;

    public IAmazonS3 S3 { get; private set; } = null!;

    private AmazonDynamoDBClient DynamoDb { get; set; } = null!;

    /// <summary>What a process needs to work here.</summary>
    public Dictionary<string, string?> Environment { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _server = await MotoServer.StartAsync();
        S3 = new AmazonS3Client(Credentials, new AmazonS3Config { ServiceURL = _server.Url, AuthenticationRegion = TestCredentials.Region, ForcePathStyle = true });
        DynamoDb = new AmazonDynamoDBClient(Credentials, new AmazonDynamoDBConfig { ServiceURL = _server.Url, AuthenticationRegion = RegionEndpoint.USEast1.SystemName });
        Environment = TestCredentials.Environment.ToDictionary(variable => variable.Key, variable => (string?)variable.Value, StringComparer.Ordinal);
        Environment["AWS_ENDPOINT_URL"] = _server.Url;
        Environment["AWS_PROFILE"] = null;
        Environment["AWS_SESSION_TOKEN"] = null;
    }

    public async Task<string> MakeBucketAsync()
    {
        var bucket = $"logs-{Interlocked.Increment(ref _names)}";
        await S3.PutBucketAsync(bucket);
        return bucket;
    }

    public Task PutAsync(string bucket, string key, string file) => S3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, FilePath = file });

    public async Task<string> MakeTableAsync()
    {
        var table = $"findings-{Interlocked.Increment(ref _names)}";
        await DynamoDb.CreateTableAsync(FindingTable.ToCreateRequest(table));
        return table;
    }

    public async Task<string> MakeStateTableAsync()
    {
        var table = $"state-{Interlocked.Increment(ref _names)}";
        await DynamoDb.CreateTableAsync(CorrelationTable.ToCreateRequest(table));
        return table;
    }

    public async ValueTask DisposeAsync()
    {
        S3.Dispose();
        DynamoDb.Dispose();
        await _server.DisposeAsync();
    }
}
