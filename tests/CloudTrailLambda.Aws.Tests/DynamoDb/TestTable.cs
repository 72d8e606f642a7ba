using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Aws.DynamoDb.Correlation;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Aws.Tests.DynamoDb;

/// <summary>A table of a test's own in DynamoDB Local.</summary>
internal sealed class TestTable : IDisposable
{
    /// <summary>DynamoDB Local takes ten items in a transaction: the summary, the excess, and eight records and events.</summary>
    public const int EventsPerTransaction = 3;

    private TestTable(string url, string name)
    {
        Url = url;
        Name = name;
        Client = Connect(url);
    }

    public string Url { get; }

    public string Name { get; }

    public AmazonDynamoDBClient Client { get; }

    /// <summary>A table of findings.</summary>
    public static async Task<TestTable> CreateAsync() => await CreateAsync((await DynamoDbLocal.SharedAsync()).Url);

    /// <summary>A table of findings in another DynamoDB.</summary>
    public static Task<TestTable> CreateAsync(string url) => CreateAsync(url, "findings", FindingTable.ToCreateRequest);

    /// <summary>A table of correlation state.</summary>
    public static async Task<TestTable> CreateForCorrelationAsync() =>
        await CreateAsync((await DynamoDbLocal.SharedAsync()).Url, "correlation", CorrelationTable.ToCreateRequest);

    public static AmazonDynamoDBClient Connect(string url, Action<AmazonDynamoDBConfig>? configure = null)
    {
        var config = new AmazonDynamoDBConfig { ServiceURL = url, AuthenticationRegion = TestCredentials.Region };
        configure?.Invoke(config);
        return new AmazonDynamoDBClient(new BasicAWSCredentials(TestCredentials.AccessKeyId, TestCredentials.SecretAccessKey), config);
    }

    /// <summary>Every item of the table, by its sort key.</summary>
    public async Task<List<Dictionary<string, AttributeValue>>> ReadAllAsync()
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        Dictionary<string, AttributeValue>? start = null;
        do
        {
            var page = await Client.ScanAsync(new ScanRequest { TableName = Name, ConsistentRead = true, ExclusiveStartKey = start });
            items.AddRange(page.Items ?? []);
            start = page.LastEvaluatedKey;
        }
        while (start is { Count: > 0 });
        return [.. items.OrderBy(item => item["item"].S, StringComparer.Ordinal)];
    }

    public void Dispose() => Client.Dispose();

    private static async Task<TestTable> CreateAsync(string url, string prefix, Func<string, CreateTableRequest> toRequest)
    {
        var table = new TestTable(url, $"{prefix}-{Guid.NewGuid():N}");
        await table.Client.CreateTableAsync(toRequest(table.Name));
        return table;
    }
}
