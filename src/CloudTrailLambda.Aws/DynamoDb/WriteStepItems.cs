using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>The items of the transaction that writes a step: one for the summary, and one for each event, record and excess.</summary>
internal static class WriteStepItems
{
    private const string MustNotExist = "attribute_not_exists(#id)";

    /// <summary>The whole transaction: at most an item for the summary, one for the excess, five for records, and those of the events.</summary>
    /// <param name="step">What is written.</param>
    /// <param name="tableName">Where to.</param>
    /// <param name="logObject">The stored name of the log object that brought it.</param>
    /// <param name="expiresAt">When all but the summary may go, seconds since 1970.</param>
    public static List<TransactWriteItem> Of(WriteStep step, string tableName, string logObject, long expiresAt)
    {
        var id = step.After.Finding.Id;
        Put ToPut(string item, params IEnumerable<(string Name, AttributeValue? Value)> attributes) => new()
        {
            TableName = tableName,
            Item = AttributeValues.Item(
                [
                    (FindingTable.PartitionKey, new(id.ToString())), (FindingTable.SortKey, new(item)),
                    (FindingTable.TimeToLive, AttributeValues.Number(expiresAt)), .. attributes,
                ]),
        };

        var puts = new List<Put>();
        foreach (var @event in step.NewItems)
        {
            var put = ToPut(ItemKeys.Event(@event.EventId), EventItem.ToAttributes(@event, logObject));
            if (step.Before is not null) (put.ConditionExpression, put.ExpressionAttributeNames) = (MustNotExist, IdName());
            // Without a summary, items of a finding are what is left of one that somebody deleted, and give way.
            puts.Add(put);
        }
        puts.AddRange(step.Records.Select(record => ToPut(
            ItemKeys.Record(record.Slot), [.. EventItem.ToAttributes(record.Event, logObject), EventItem.ToRecord(record.Event)])));
        if (step.ChangesExcess)
        {
            puts.Add(ToPut(
                ItemKeys.Object(logObject),
                (Attributes.LogObject, AttributeValues.Text(logObject)), (Attributes.Excess, AttributeValues.Number(step.Excess))));
        }

        return [new() { Update = ToUpdate(step, tableName) }, .. puts.Select(put => new TransactWriteItem { Put = put })];
    }

    private static Update ToUpdate(WriteStep step, string tableName)
    {
        List<(string Name, AttributeValue? Value)> changes = [.. SummaryItem.Changing(step.After)];
        if (step.Before is null) changes.AddRange(SummaryItem.Lasting(step.After.Finding));
        var update = new Update
        {
            TableName = tableName,
            Key = ItemKeys.Of(step.After.Finding.Id, ItemKeys.Summary),
            UpdateExpression = Expressions.Update(changes),
            ConditionExpression = step.Before is null ? MustNotExist : "#version = :readVersion",
            ExpressionAttributeNames = Expressions.Names(changes.Select(change => change.Name)),
            ExpressionAttributeValues = Expressions.Values(changes),
        };
        if (step.Before is { } before) update.ExpressionAttributeValues[":readVersion"] = AttributeValues.Number(before.Version);
        else update.ExpressionAttributeNames["#" + FindingTable.PartitionKey] = FindingTable.PartitionKey;
        return update;
    }

    private static Dictionary<string, string> IdName() => Expressions.Names(FindingTable.PartitionKey);
}
