using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;
using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Aws.DynamoDb.Correlation;

namespace CloudTrailLambda.Function.Tests.EndToEnd;

/// <summary>
/// An account with what the stack makes: a bucket that announces its objects to a queue, a findings table, a correlation table, an alert
/// topic, and a program that listens to it. The tables are in DynamoDB Local, the rest is in moto, which checks every signature once the account stands.
/// </summary>
public sealed class DeployedAccount : IAsyncLifetime
{
    public const string Bucket = "example-trail-logs";

    /// <summary>The calls until the last one that has no valid signature, the subscription: from then on moto checks.</summary>
    private const int UncheckedCalls = 9;

    private const string Table = "findings";
    private const string StateTable = "correlation";

    private string _accessKeyId = "";
    private string _secret = "";

    public MotoServer Moto { get; private set; } = null!;

    public DynamoDbLocal DynamoDb { get; private set; } = null!;

    public IAmazonS3 S3 { get; private set; } = null!;

    public IAmazonSQS Sqs { get; private set; } = null!;

    public IAmazonDynamoDB Tables { get; private set; } = null!;

    public string QueueUrl { get; private set; } = "";

    public string AlertsUrl { get; private set; } = "";

    public string TopicArn { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Moto = await MotoServer.StartAsync(UncheckedCalls);
        DynamoDb = await DynamoDbLocal.StartAsync();
        var account = new MotoAccount(Moto.Url);
        (_accessKeyId, _secret) = await account.MakeUserAsync("detect");
        await account.AllowAsync("detect", "*");
        TopicArn = await account.MakeTopicAsync("alerts");
        Connect();
        (QueueUrl, var queueArn) = await MakeQueueAsync("notifications");
        (AlertsUrl, var alertsArn) = await MakeQueueAsync("alert-listener");
        await account.SubscribeAsync(TopicArn, alertsArn);
        // Everything from here on is signed, the function's calls too.
        await S3.PutBucketAsync(Bucket);
        await S3.PutBucketNotificationAsync(new PutBucketNotificationRequest
        {
            BucketName = Bucket,
            QueueConfigurations = [new QueueConfiguration { Queue = queueArn, Events = [EventType.ObjectCreatedAll] }],
        });
        await ClearTablesAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => account.MakeTopicAsync("unsigned"));
    }

    /// <summary>What the stack sets, and where the services are; each may be by way of a proxy.</summary>
    public Dictionary<string, string> Environment(string? s3 = null, string? sns = null, string? dynamoDb = null) => new(TestCredentials.Environment, StringComparer.Ordinal)
    {
        ["AWS_ACCESS_KEY_ID"] = _accessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = _secret,
        ["AWS_ENDPOINT_URL_S3"] = s3 ?? Moto.Url,
        ["AWS_ENDPOINT_URL_SNS"] = sns ?? Moto.Url,
        ["AWS_ENDPOINT_URL_DYNAMODB"] = dynamoDb ?? DynamoDb.Url,
        ["FINDINGS_TABLE"] = Table,
        ["CORRELATION_TABLE"] = StateTable,
        ["ALERT_TOPIC_ARN"] = TopicArn,
        ["ALERT_MIN_SEVERITY"] = "low",
        // The DynamoDB Local that can be had takes 10 items in a transaction, DynamoDB 100.
        ["EVENTS_PER_TRANSACTION"] = dynamoDb == Moto.Url ? "" : "3",
    };

    public DynamoDbFindingStore OpenStore() => new(Tables, Table, TimeProvider.System);

    /// <summary>
    /// The tables in moto, for findings with many events: the DynamoDB Local that can be had takes 10 items in a transaction, where
    /// DynamoDB takes 100.
    /// </summary>
    public async Task<DynamoDbFindingStore> OpenStoreInMotoAsync()
    {
        var tables = ConnectToTables(Moto.Url);
        await MakeTablesAsync(tables);
        return new DynamoDbFindingStore(tables, Table, TimeProvider.System);
    }

    /// <summary>Starts over with empty tables.</summary>
    public async Task ClearTablesAsync()
    {
        foreach (var table in (await Tables.ListTablesAsync()).TableNames ?? []) await Tables.DeleteTableAsync(table);
        await MakeTablesAsync(Tables);
    }

    public Task PutAsync(string key, byte[] content) => PutAsync(S3, key, content);

    public static async Task PutAsync(IAmazonS3 s3, string key, byte[] content)
    {
        using var body = new MemoryStream(content);
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, InputStream = body });
    }

    public IAmazonS3 ConnectToS3(string url) => new AmazonS3Client(
        new BasicAWSCredentials(_accessKeyId, _secret), new AmazonS3Config { ServiceURL = url, AuthenticationRegion = TestCredentials.Region, ForcePathStyle = true });

    public async ValueTask DisposeAsync()
    {
        S3.Dispose();
        Sqs.Dispose();
        Tables.Dispose();
        await DynamoDb.DisposeAsync();
        await Moto.DisposeAsync();
    }

    private static async Task MakeTablesAsync(IAmazonDynamoDB tables)
    {
        await tables.CreateTableAsync(FindingTable.ToCreateRequest(Table));
        await tables.CreateTableAsync(CorrelationTable.ToCreateRequest(StateTable));
    }

    private void Connect()
    {
        var credentials = new BasicAWSCredentials(_accessKeyId, _secret);
        S3 = ConnectToS3(Moto.Url);
        Sqs = new AmazonSQSClient(credentials, new AmazonSQSConfig { ServiceURL = Moto.Url, AuthenticationRegion = TestCredentials.Region });
        Tables = ConnectToTables(DynamoDb.Url);
    }

    private AmazonDynamoDBClient ConnectToTables(string url) => new(
        new BasicAWSCredentials(_accessKeyId, _secret), new AmazonDynamoDBConfig { ServiceURL = url, AuthenticationRegion = TestCredentials.Region });

    private async Task<(string Url, string Arn)> MakeQueueAsync(string name)
    {
        var url = (await Sqs.CreateQueueAsync(name)).QueueUrl;
        var attributes = await Sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest { QueueUrl = url, AttributeNames = ["QueueArn"] });
        return (url, attributes.QueueARN);
    }
}
