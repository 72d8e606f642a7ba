using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>Reads what must be known before a contribution is written. One or two calls in nearly all cases.</summary>
/// <remarks>
/// The calls are not one snapshot. What is decided on them is only written if the version is still the one that was read; and if there
/// is nothing to write, then neither would there be after what others wrote meanwhile: items are added, and maxima grow.
/// </remarks>
internal sealed class FindingStateReader(TableClient table)
{
    private static readonly string[] Wanted = [FindingTable.SortKey, Attributes.EventId, Attributes.LogObject, Attributes.Excess];

    public async Task<FindingState> ReadAsync(FindingContribution contribution, string logObject, CancellationToken cancellationToken)
    {
        var item = await table.GetAsync(contribution.Id, ItemKeys.Summary, cancellationToken);
        if (item is null) return FindingState.None;
        var summary = item.As(SummaryItem.Read);
        var reading = new Reading(logObject);
        if (contribution.Events.Count < TableClient.MaxBatchKeys) await ReadFewAsync(reading, summary, contribution, cancellationToken);
        else await ReadManyAsync(reading, summary, contribution, cancellationToken);
        return new FindingState(summary, reading.KnownEvents, reading.KnownOfObject, reading.Excess);
    }

    private async Task ReadFewAsync(
        Reading reading, FindingSummary summary, FindingContribution contribution, CancellationToken cancellationToken)
    {
        var items = new List<string>();
        if (HasEvents(summary)) items.AddRange(contribution.Events.Select(@event => ItemKeys.Event(@event.EventId)));
        if (HasExcess(summary)) items.Add(ItemKeys.Object(reading.LogObject));
        var keys = items.Select(item => ItemKeys.Of(contribution.Id, item));
        await foreach (var item in table.GetManyAsync(keys, Wanted, cancellationToken)) reading.Add(item);
    }

    private async Task ReadManyAsync(
        Reading reading, FindingSummary summary, FindingContribution contribution, CancellationToken cancellationToken)
    {
        if (HasExcess(summary) && await table.GetAsync(contribution.Id, ItemKeys.Object(reading.LogObject), cancellationToken) is { } own)
            reading.Add(own);
        // Past the limit, an object that has brought as many before changes nothing, whichever of its events have items.
        var isSettled = summary.Tally.IsPastLimit && reading.Excess >= contribution.Events.Count;
        if (!HasEvents(summary) || isSettled) return;

        // All events of the finding, at most a thousand, cost less than asking for each of many: a read unit holds about ten of them.
        var (projection, names) = Expressions.Projection(Wanted);
        names["#" + FindingTable.PartitionKey] = FindingTable.PartitionKey;
        var request = new QueryRequest
        {
            KeyConditionExpression = "#id = :id AND begins_with(#item, :event)",
            ProjectionExpression = projection,
            ExpressionAttributeNames = names,
            ExpressionAttributeValues = new()
            {
                [":id"] = new(contribution.Id.ToString()),
                [":event"] = new(ItemKeys.EventPrefix),
            },
            ConsistentRead = true,
        };
        await foreach (var item in table.QueryAsync(request, cancellationToken)) reading.Add(item);
    }

    private static bool HasEvents(FindingSummary summary) => summary.Tally.EventsKept > 0;

    // What was seen is what was kept and the excess of all objects.
    private static bool HasExcess(FindingSummary summary) => summary.Tally.EventsSeen > summary.Tally.EventsKept;

    private sealed class Reading(string logObject)
    {
        public string LogObject => logObject;

        public HashSet<string> KnownEvents { get; } = [];

        public HashSet<string> KnownOfObject { get; } = [];

        public int Excess { get; private set; }

        // An expired item counts until DynamoDB removes it: what was written once is known as long as there is a trace of it.
        public void Add(StoredItem item)
        {
            if (item.Text(FindingTable.SortKey).StartsWith(ItemKeys.ObjectPrefix, StringComparison.Ordinal))
            {
                Excess = (int)item.Number(Attributes.Excess);
                return;
            }
            var eventId = item.Text(Attributes.EventId);
            KnownEvents.Add(eventId);
            if (string.Equals(item.Text(Attributes.LogObject), logObject, StringComparison.Ordinal)) KnownOfObject.Add(eventId);
        }
    }
}
