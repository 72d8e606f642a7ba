using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>Writes who publishes an alert. Each change is one conditional update, which leaves the rest of the summary alone.</summary>
internal sealed class AlertClaimWriter(TableClient table, TimeProvider clock)
{
    // A claim without an end would be one for ever; it can only come from somebody's hand.
    private const string MayClaim =
        "#alert = :pending OR (#alert = :claimed AND (#alertClaimant = :claimant OR #alertClaimedUntil <= :now "
        + "OR attribute_not_exists(#alertClaimedUntil)))";

    public async Task<AlertClaim> ClaimAsync(FindingId id, string claimant, DateTimeOffset until, CancellationToken cancellationToken)
    {
        List<(string Name, AttributeValue? Value)> changes =
        [
            (Attributes.Alert, State(AlertState.Claimed)),
            (Attributes.AlertClaimant, new(claimant)),
            (Attributes.AlertClaimedUntil, AttributeValues.Number(until.ToUnixTimeMilliseconds())),
        ];
        var response = await table.TryUpdateAsync(
            ToRequest(
                id, changes, MayClaim,
                (":pending", State(AlertState.Pending)), (":claimed", State(AlertState.Claimed)), (":claimant", new(claimant)),
                (":now", AttributeValues.Number(clock.GetUtcNow().ToUnixTimeMilliseconds()))),
            cancellationToken);
        return response is null
            ? await ExplainAsync(id, cancellationToken)
            : new AlertClaim(AlertClaimResult.Claimed, new StoredItem(response.Attributes).As(SummaryItem.Read).Finding);
    }

    /// <summary>Nothing changes if the claim was lost meanwhile.</summary>
    public Task EndAsync(FindingId id, string claimant, AlertState state, CancellationToken cancellationToken) => table.TryUpdateAsync(
        ToRequest(
            id,
            [(Attributes.Alert, State(state)), (Attributes.AlertClaimant, null), (Attributes.AlertClaimedUntil, null)],
            "#alert = :claimed AND #alertClaimant = :claimant",
            (":claimed", State(AlertState.Claimed)), (":claimant", new(claimant))),
        cancellationToken);

    private async Task<AlertClaim> ExplainAsync(FindingId id, CancellationToken cancellationToken)
    {
        if (await table.GetAsync(id, ItemKeys.Summary, cancellationToken) is not { } item) return AlertClaim.Settled;
        var state = item.Word<AlertState>(Attributes.Alert);
        if (state is not (AlertState.Pending or AlertState.Claimed)) return AlertClaim.Settled;
        // Spelled otherwise it would never fit the condition, and nobody would ever get the alert.
        var word = AttributeValues.Word(state);
        if (item.Text(Attributes.Alert) != word) throw item.Unusable(Attributes.Alert, $"must be spelled {word}", item.Text(Attributes.Alert));
        // Pending: somebody gave it back a moment ago, and asking again will get it.
        return AlertClaim.Held;
    }

    private static UpdateItemRequest ToRequest(
        FindingId id,
        List<(string Name, AttributeValue? Value)> changes,
        string condition,
        params (string Name, AttributeValue Value)[] conditionValues)
    {
        var request = new UpdateItemRequest
        {
            Key = ItemKeys.Of(id, ItemKeys.Summary),
            UpdateExpression = Expressions.Update(changes),
            ConditionExpression = condition,
            ExpressionAttributeNames = Expressions.Names(changes.Select(change => change.Name)),
            ExpressionAttributeValues = Expressions.Values(changes),
            ReturnValues = ReturnValue.ALL_NEW,
        };
        foreach (var (name, value) in conditionValues) request.ExpressionAttributeValues[name] = value;
        return request;
    }

    private static AttributeValue State(AlertState state) => new(AttributeValues.Word(state));
}
