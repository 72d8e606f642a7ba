using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>Finds findings by their ids, whole or begun.</summary>
internal sealed class FindingLookup(TableClient table, TimeProvider clock)
{
    /// <summary>One finding with its events; null if there is none.</summary>
    public async Task<FindingDetail?> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        if (prefix.Length == FindingId.Length) return await ReadDetailAsync(new FindingId(prefix), cancellationToken);
        var candidates = await ReadCandidatesAsync(prefix, cancellationToken);
        return candidates.Count switch
        {
            0 => null,
            1 => await ReadDetailAsync(candidates[0], cancellationToken),
            _ => throw new AmbiguousFindingIdException(prefix, candidates),
        };
    }

    /// <summary>Findings as they are now; those that are not there are left out.</summary>
    public async IAsyncEnumerable<Finding> ReadAsync(
        IReadOnlyCollection<FindingId> ids,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var keys = ids.Distinct().Select(id => ItemKeys.Of(id, ItemKeys.Summary));
        await foreach (var item in table.GetManyAsync(keys, attributes: null, cancellationToken))
        {
            if (!item.IsExpired(now)) yield return item.As(SummaryItem.Read).Finding;
        }
    }

    private async Task<List<FindingId>> ReadCandidatesAsync(string prefix, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (projection, names) = Expressions.Projection([FindingTable.PartitionKey, FindingTable.TimeToLive]);
        var request = new ScanRequest
        {
            IndexName = FindingTable.ReviewIndex,
            ProjectionExpression = projection,
            FilterExpression = "begins_with(#id, :prefix)",
            ExpressionAttributeNames = names,
            ExpressionAttributeValues = new() { [":prefix"] = new(prefix) },
        };
        var candidates = new SortedSet<FindingId>(Comparer<FindingId>.Create(FindingId.Compare));
        await foreach (var item in table.ScanAsync(request, cancellationToken))
        {
            if (item.IsExpired(now)) continue;
            candidates.Add(item.As(static item => new FindingId(item.Text(FindingTable.PartitionKey))));
            if (candidates.Count > FindingIdPrefix.MaxCandidates) candidates.Remove(candidates.Max);
        }
        return [.. candidates];
    }

    private async Task<FindingDetail?> ReadDetailAsync(FindingId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        FindingSummary? summary = null;
        var events = new List<KeptEvent>();
        // The summary and the events, not the counts of log objects, of which there may be any number.
        var request = new QueryRequest
        {
            KeyConditionExpression = "#id = :id AND #item < :objects",
            ExpressionAttributeNames = Expressions.Names(FindingTable.PartitionKey, FindingTable.SortKey),
            ExpressionAttributeValues = new() { [":id"] = new(id.ToString()), [":objects"] = new(ItemKeys.ObjectPrefix) },
            ConsistentRead = true,
        };
        await foreach (var item in table.QueryAsync(request, cancellationToken))
        {
            if (item.IsExpired(now)) continue;
            if (item.Text(FindingTable.SortKey) == ItemKeys.Summary) summary = item.As(SummaryItem.Read);
            else events.Add(item.As(EventItem.Read));
        }
        return summary is null ? null : FindingDetail.Of(summary.Finding, events, await ReadEarliestAsync(summary, now, cancellationToken));
    }

    private async Task<List<KeptEvent>> ReadEarliestAsync(FindingSummary summary, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var earliest = new List<KeptEvent>();
        var keys = summary.Earliest.Select(slot => ItemKeys.Of(summary.Finding.Id, ItemKeys.Record(slot.Slot)));
        await foreach (var item in table.GetManyAsync(keys, attributes: null, cancellationToken))
        {
            if (!item.IsExpired(now)) earliest.Add(item.As(EventItem.Read));
        }
        return earliest;
    }
}
