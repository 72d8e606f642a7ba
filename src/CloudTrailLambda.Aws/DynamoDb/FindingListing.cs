using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>Lists findings from the index <see cref="FindingTable.ReviewIndex"/>: of one account by a query, of all by a scan.</summary>
/// <remarks>
/// The order of a listing begins with the severity, which may change; so it is not an order of the index, and each listing reads the
/// findings that its account and time leave.
/// </remarks>
internal sealed class FindingListing(TableClient table, TimeProvider clock)
{
    public async Task<IReadOnlyCollection<Finding>> ListAsync(FindingQuery query, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var best = new BestFindings(query.Limit);
        await foreach (var item in ReadAsync(query, cancellationToken))
        {
            if (item.IsExpired(now)) continue;
            var finding = item.As(SummaryItem.Read).Finding;
            if (Fits(finding, query)) best.Add(finding);
        }
        return [.. best.InOrder];
    }

    private IAsyncEnumerable<StoredItem> ReadAsync(FindingQuery query, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, AttributeValue>();
        var names = new Dictionary<string, string>();
        var filter = Filter(query, names, values);
        var since = query.Since is { } instant ? AttributeValues.Time(instant) : null;
        if (since is not null)
        {
            names["#since"] = FindingTable.IndexSortKey;
            values[":since"] = since;
        }

        if (query.AccountId is not { } account)
        {
            return table.ScanAsync(
                new ScanRequest
                {
                    IndexName = FindingTable.ReviewIndex,
                    FilterExpression = since is null ? filter : $"{filter} AND #since >= :since",
                    ExpressionAttributeNames = names,
                    ExpressionAttributeValues = values,
                },
                cancellationToken);
        }
        names["#partition"] = FindingTable.ReviewKey;
        return Enum.GetValues<FindingStatus>().ToAsyncEnumerable().SelectMany(status => table.QueryAsync(
            new QueryRequest
            {
                IndexName = FindingTable.ReviewIndex,
                KeyConditionExpression = since is null ? "#partition = :partition" : "#partition = :partition AND #since >= :since",
                FilterExpression = filter,
                ExpressionAttributeNames = names,
                ExpressionAttributeValues = new(values) { [":partition"] = new(ItemKeys.Review(account, status)) },
            },
            cancellationToken));
    }

    private static string Filter(FindingQuery query, Dictionary<string, string> names, Dictionary<string, AttributeValue> values)
    {
        var levels = Enum.GetValues<Severity>().Where(severity => severity >= query.MinSeverity).ToList();
        names["#severity"] = Attributes.Severity;
        foreach (var level in levels) values[$":{level}"] = AttributeValues.Text(AttributeValues.Word(level));
        var filter = $"#severity IN ({string.Join(", ", levels.Select(level => $":{level}"))})";
        if (query.RuleId is not { } ruleId) return filter;
        names["#rule"] = Attributes.RuleId;
        values[":rule"] = AttributeValues.Text(ruleId);
        return filter + " AND #rule = :rule";
    }

    // What the expressions cannot say: places, and instants within a millisecond.
    private static bool Fits(Finding finding, FindingQuery query) =>
        (query.Since is null || finding.Activity.LastEventTime >= query.Since)
        && (query.After is not { } after || FindingPosition.Compare(FindingPosition.Of(finding), after) > 0);
}
