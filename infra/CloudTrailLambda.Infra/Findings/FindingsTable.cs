using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.KMS;
using Constructs;

namespace CloudTrailLambda.Infra.Findings;

/// <summary>
/// The findings: one item for the summary, one for each event that belongs to it. The index <c>review</c> lists them by account and
/// status, <c>actor</c> by account and actor, both by the time of the last event.
/// </summary>
internal sealed class FindingsTable : Construct
{
    /// <param name="key">The customer's key; none for the one that AWS manages.</param>
    public FindingsTable(Construct scope, string id, IKey? key, bool deletionProtection)
        : base(scope, id)
    {
        Table = new Table(this, "Table", new TableProps
        {
            PartitionKey = Text("id"),
            SortKey = Text("item"),
            TimeToLiveAttribute = "expiresAt",
            BillingMode = BillingMode.PAY_PER_REQUEST,
            PointInTimeRecovery = true,
            DeletionProtection = deletionProtection,
            Encryption = key is null ? TableEncryption.AWS_MANAGED : TableEncryption.CUSTOMER_MANAGED,
            EncryptionKey = key,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        AddIndex("review", "accountStatus");
        AddIndex("actor", "accountActor");
    }

    public Table Table { get; }

    private void AddIndex(string name, string partition) => Table.AddGlobalSecondaryIndex(new GlobalSecondaryIndexProps
    {
        IndexName = name,
        PartitionKey = Text(partition),
        SortKey = Text("lastEventTime"),
        ProjectionType = ProjectionType.ALL,
    });

    private static Amazon.CDK.AWS.DynamoDB.Attribute Text(string name) => new() { Name = name, Type = AttributeType.STRING };
}
