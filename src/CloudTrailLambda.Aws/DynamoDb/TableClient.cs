using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>Calls about the table of findings.</summary>
internal sealed class TableClient(IAmazonDynamoDB client, string tableName, TimeProvider clock)
{
    /// <summary>Most keys that one BatchGetItem takes.</summary>
    public const int MaxBatchKeys = 100;

    private readonly TableCalls _calls = new(client, tableName, clock, static (message, cause) => new FindingStoreException(message, cause));

    public string TableName => tableName;

    /// <summary>An item as it is now; null if it is not there.</summary>
    public async Task<StoredItem?> GetAsync(FindingId id, string item, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = tableName, Key = ItemKeys.Of(id, item), ConsistentRead = true };
        var response = await _calls.RunAsync("GetItem", client.GetItemAsync, request, cancellationToken);
        return response.Item is { Count: > 0 } attributes ? new StoredItem(attributes) : null;
    }

    /// <summary>Those of the items that are there, as they are now, in no particular order.</summary>
    /// <param name="keys">Any number of keys.</param>
    /// <param name="attributes">The attributes to read; null is all of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<StoredItem> GetManyAsync(
        IEnumerable<Dictionary<string, AttributeValue>> keys,
        IReadOnlyList<string>? attributes,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var chunk in keys.Chunk(MaxBatchKeys))
        {
            var wanted = new KeysAndAttributes { Keys = [.. chunk], ConsistentRead = true };
            if (attributes is not null) (wanted.ProjectionExpression, wanted.ExpressionAttributeNames) = Expressions.Projection(attributes);
            while (wanted.Keys.Count > 0)
            {
                var response = await _calls.RunAsync("BatchGetItem", GetBatchAsync, wanted, cancellationToken);
                foreach (var item in response.Responses?.GetValueOrDefault(tableName) ?? []) yield return new StoredItem(item);
                wanted.Keys = response.UnprocessedKeys?.GetValueOrDefault(tableName)?.Keys ?? [];
            }
        }
    }

    public IAsyncEnumerable<StoredItem> QueryAsync(QueryRequest request, CancellationToken cancellationToken) =>
        _calls.QueryAsync(request, cancellationToken).Select(static item => new StoredItem(item));

    public async IAsyncEnumerable<StoredItem> ScanAsync(ScanRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        request.TableName = tableName;
        do
        {
            var response = await _calls.RunAsync("Scan", client.ScanAsync, request, cancellationToken);
            foreach (var item in response.Items ?? []) yield return new StoredItem(item);
            request.ExclusiveStartKey = response.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    /// <summary>Writes all of it or nothing; false if a condition does not hold, or somebody else is writing the same.</summary>
    public async Task<bool> TryWriteAsync(List<TransactWriteItem> items, CancellationToken cancellationToken)
    {
        // The token makes a repetition after a lost answer the same write and not a conflict with oneself.
        var request = new TransactWriteItemsRequest { TransactItems = items, ClientRequestToken = Guid.NewGuid().ToString() };
        try
        {
            await _calls.RunAsync("UpdateItem+PutItem", client.TransactWriteItemsAsync, request, cancellationToken);
            return true;
        }
        catch (FindingStoreException fault) when (fault.InnerException is TransactionCanceledException cause && StoreRetries.IsConflict(cause))
        {
            return false;
        }
    }

    /// <summary>Changes one item; null if the condition does not hold.</summary>
    public async Task<UpdateItemResponse?> TryUpdateAsync(UpdateItemRequest request, CancellationToken cancellationToken)
    {
        request.TableName = tableName;
        try
        {
            return await _calls.RunAsync("UpdateItem", client.UpdateItemAsync, request, cancellationToken);
        }
        catch (FindingStoreException fault) when (fault.InnerException is ConditionalCheckFailedException)
        {
            return null;
        }
    }

    /// <summary>A finding could not be written each time it was tried.</summary>
    public FindingStoreException Contended(FindingId id) => new(
        $"Finding {id} in the table {tableName} was changed by others, or throttled, {StoreRetries.MaxConflictAttempts} times in a row. "
        + "Add the log object again: what is stored already stays and is not counted twice.");

    private async Task<BatchGetItemResponse> GetBatchAsync(KeysAndAttributes wanted, CancellationToken cancellationToken)
    {
        var request = new BatchGetItemRequest { RequestItems = new() { [tableName] = wanted } };
        var response = await client.BatchGetItemAsync(request, cancellationToken);
        // An answer without any progress is how a batch says that it is throttled.
        if (response.UnprocessedKeys?.GetValueOrDefault(tableName)?.Keys?.Count == wanted.Keys.Count)
            throw new ProvisionedThroughputExceededException("None of the keys of a batch were read.");
        return response;
    }
}
