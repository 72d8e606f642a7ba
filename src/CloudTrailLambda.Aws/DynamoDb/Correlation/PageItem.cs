using System.Globalization;
using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Detection.Correlation;
using static CloudTrailLambda.Aws.DynamoDb.AttributeValues;

namespace CloudTrailLambda.Aws.DynamoDb.Correlation;

/// <summary>How a page is written as an item and read from one.</summary>
/// <remarks>
/// When the answer to a put is lost, the put is repeated, and then the version is no longer the one that was seen: it is the repetition's
/// own. So each write has a name of its own, and an item of that name may be put again. It costs no further call, as reading the item
/// after a refusal would. If somebody else has already replaced the page in between, having seen what was put, the write is taken for one
/// that came too late; its writer then finds its change on the page.
/// </remarks>
internal static class PageItem
{
    // Without the attribute there is no item, or somebody has edited it; then it must not be in the way for ever.
    private const string IsNotThere = $"attribute_not_exists(#{CorrelationTable.TimeToLive}) OR #{CorrelationTable.TimeToLive} <= :now";

    private const string IsAsSeen = $"#{CorrelationTable.Version} = :seen AND #{CorrelationTable.TimeToLive} > :now";

    private const string IsOwn = $"#{CorrelationTable.Writer} = :writer";

    /// <summary>Puts a page if it still is what was seen.</summary>
    /// <param name="write">The page.</param>
    /// <param name="tableName">Where to.</param>
    /// <param name="now">Seconds since 1970.</param>
    public static PutItemRequest ToRequest(StateWrite write, string tableName, long now)
    {
        var writer = Text(Guid.NewGuid().ToString("N"));
        var isNew = write.SeenVersion == 0;
        List<string> names = [CorrelationTable.TimeToLive, CorrelationTable.Writer];
        var values = new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { [":now"] = Number(now), [":writer"] = writer };
        if (!isNew)
        {
            names.Add(CorrelationTable.Version);
            values.Add(":seen", Number(write.SeenVersion));
        }
        return new PutItemRequest
        {
            TableName = tableName,
            Item = Item(
                (CorrelationTable.PartitionKey, Text(write.Series)),
                (CorrelationTable.SortKey, Number(write.Key)),
                (CorrelationTable.TimeToLive, Number(write.ExpiresAtSeconds)),
                (CorrelationTable.Version, Number(unchecked(write.SeenVersion + 1))),
                (CorrelationTable.Writer, writer),
                // Left out when empty: older emulators refuse a value of no bytes.
                (CorrelationTable.Content, write.Content.IsEmpty ? null : new AttributeValue { B = new MemoryStream(write.Content.ToArray()) })),
            ConditionExpression = $"({(isNew ? IsNotThere : IsAsSeen)}) OR {IsOwn}",
            ExpressionAttributeNames = Expressions.Names(names),
            ExpressionAttributeValues = values,
        };
    }

    /// <summary>Asks for the pages of a range that have not expired, from the highest key down.</summary>
    /// <param name="range">At least one key.</param>
    /// <param name="now">Seconds since 1970.</param>
    public static QueryRequest ToRequest(StateRange range, long now) => new()
    {
        KeyConditionExpression = $"#{CorrelationTable.PartitionKey} = :series AND #{CorrelationTable.SortKey} BETWEEN :first AND :last",
        FilterExpression = $"#{CorrelationTable.TimeToLive} > :now",
        ProjectionExpression = $"#{CorrelationTable.SortKey}, #{CorrelationTable.Version}, #{CorrelationTable.Content}",
        ExpressionAttributeNames = Expressions.Names(
            CorrelationTable.PartitionKey, CorrelationTable.SortKey, CorrelationTable.TimeToLive, CorrelationTable.Version, CorrelationTable.Content),
        ExpressionAttributeValues = new()
        {
            [":series"] = Text(range.Series),
            [":first"] = Number(range.First),
            [":last"] = Number(range.Last),
            [":now"] = Number(now),
        },
        ScanIndexForward = false,
        Limit = range.Latest,
        ConsistentRead = true,
    };

    /// <summary>Reads a page.</summary>
    /// <exception cref="CorrelationStateException">Somebody has edited the item: it is no page any more.</exception>
    public static StatePage Read(Dictionary<string, AttributeValue> item, string series, string tableName)
    {
        var key = item[CorrelationTable.SortKey].N;
        CorrelationStateException Unusable(string what) => new(
            $"Page {key} of series {series} in the table {tableName} has {what}. Delete the item: what it remembered begins anew.");

        var content = item.GetValueOrDefault(CorrelationTable.Content);
        if (content is not (null or { B: not null })) throw Unusable("content that is not binary");
        if (!TryNumber(item.GetValueOrDefault(CorrelationTable.Version)?.N, out var version) || version < 1) throw Unusable("no usable version");
        return TryNumber(key, out var number) ? new StatePage(number, version, content?.B.ToArray()) : throw Unusable("a number that is no whole one");
    }

    private static bool TryNumber(string? text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
