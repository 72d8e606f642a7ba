using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace CloudTrailLambda.Aws.DynamoDb.Correlation;

/// <summary>The table that the correlation state is kept in: the names that its makers and its users must agree on. An item is a page.</summary>
public static class CorrelationTable
{
    /// <summary>Partition key, text: the name of the series.</summary>
    public const string PartitionKey = "series";

    /// <summary>Sort key, number: the page's number in the series.</summary>
    public const string SortKey = "page";

    /// <summary>Number, seconds since 1970: when DynamoDB may remove an item. From then on it is not there for anybody.</summary>
    public const string TimeToLive = "expiresAt";

    internal const string Version = "version";
    internal const string Content = "content";

    /// <summary>Text: who wrote the page last, another one for each write. See <see cref="PageItem"/>.</summary>
    internal const string Writer = "writer";

    /// <summary>
    /// The request that makes the table, paid by request. <see cref="TimeToLive"/> is switched on by another call once the table is
    /// active.
    /// </summary>
    public static CreateTableRequest ToCreateRequest(string tableName) => new()
    {
        TableName = tableName,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        AttributeDefinitions = [new(PartitionKey, ScalarAttributeType.S), new(SortKey, ScalarAttributeType.N)],
        KeySchema = [new(PartitionKey, KeyType.HASH), new(SortKey, KeyType.RANGE)],
    };
}
