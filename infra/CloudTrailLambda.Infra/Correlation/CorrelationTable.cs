using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.KMS;
using Constructs;

namespace CloudTrailLambda.Infra.Correlation;

/// <summary>
/// What correlations remember of earlier log files: pages of bytes, which expire. It goes with the stack and cannot be brought back to a
/// point in time, unlike the findings: it holds nothing that is not in the log files, and yesterday's state would be wrong today.
/// </summary>
internal sealed class CorrelationTable : Construct
{
    /// <param name="key">The customer's key; none for the one that AWS manages.</param>
    public CorrelationTable(Construct scope, string id, IKey? key)
        : base(scope, id) => Table = new Table(this, "Table", new TableProps
        {
            PartitionKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "series", Type = AttributeType.STRING },
            SortKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "page", Type = AttributeType.NUMBER },
            TimeToLiveAttribute = "expiresAt",
            BillingMode = BillingMode.PAY_PER_REQUEST,
            Encryption = key is null ? TableEncryption.AWS_MANAGED : TableEncryption.CUSTOMER_MANAGED,
            EncryptionKey = key,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });

    public Table Table { get; }
}
