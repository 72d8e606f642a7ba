using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>
/// The table that findings are kept in: the names that its makers and its users must agree on. Times are ISO 8601 text in UTC with
/// milliseconds, so that they sort and people can read them.
/// </summary>
public static class FindingTable
{
    /// <summary>Partition key, text: the finding's id, 32 hexadecimal digits.</summary>
    public const string PartitionKey = "id";

    /// <summary>
    /// Sort key, text: <c>#finding</c>, <c>event#…</c> for each event, <c>record#0</c> to <c>record#4</c> for the earliest with their
    /// records, <c>object#…</c> for each log object that needs a count of its own.
    /// </summary>
    public const string SortKey = "item";

    /// <summary>Number, seconds since 1970: when DynamoDB may remove an item.</summary>
    public const string TimeToLive = "expiresAt";

    /// <summary>Index of all findings by account and status, in the order of their latest event.</summary>
    public const string ReviewIndex = "review";

    /// <summary>Partition key of <see cref="ReviewIndex"/>, text: <c>account#open</c>.</summary>
    public const string ReviewKey = "accountStatus";

    /// <summary>Index of the findings of one actor, in the order of their latest event. Findings without an actor are not in it.</summary>
    public const string ActorIndex = "actor";

    /// <summary>Partition key of <see cref="ActorIndex"/>, text: <c>account#actor</c>.</summary>
    public const string ActorKey = "accountActor";

    /// <summary>Sort key of both indexes, text: when the latest event happened.</summary>
    public const string IndexSortKey = "lastEventTime";

    /// <summary>
    /// The request that makes the table, paid by request. <see cref="TimeToLive"/> is switched on by another call once the table is
    /// active. Only summaries have the keys of the indexes, so an index holds one item for each finding.
    /// </summary>
    public static CreateTableRequest ToCreateRequest(string tableName) => new()
    {
        TableName = tableName,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        AttributeDefinitions =
        [
            .. new[] { PartitionKey, SortKey, ReviewKey, ActorKey, IndexSortKey }
                .Select(name => new AttributeDefinition(name, ScalarAttributeType.S)),
        ],
        KeySchema = ToSchema(PartitionKey, SortKey),
        GlobalSecondaryIndexes = [ToIndex(ReviewIndex, ReviewKey), ToIndex(ActorIndex, ActorKey)],
    };

    private static GlobalSecondaryIndex ToIndex(string name, string partitionKey) => new()
    {
        IndexName = name,
        KeySchema = ToSchema(partitionKey, IndexSortKey),
        Projection = new Projection { ProjectionType = ProjectionType.ALL },
    };

    private static List<KeySchemaElement> ToSchema(string partitionKey, string sortKey) =>
        [new(partitionKey, KeyType.HASH), new(sortKey, KeyType.RANGE)];
}
