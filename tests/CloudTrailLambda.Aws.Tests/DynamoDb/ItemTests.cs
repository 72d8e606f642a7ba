using System.Globalization;
using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Aws.Tests.DynamoDb;

/// <summary>The items as people see and edit them in the console, and as DynamoDB removes them.</summary>
public sealed class ItemTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private TestTable _table = null!;
    private DynamoDbFindingStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _table = await TestTable.CreateAsync();
        _store = new DynamoDbFindingStore(
            _table.Client, _table.Name, _clock, new() { EventsPerTransaction = 3, EventRetention = TimeSpan.FromDays(30) });
    }

    public ValueTask DisposeAsync()
    {
        _table.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Items_are_readable()
    {
        var id = await AddAsync("log-1", Sample.Event("e1"));
        await AddAsync("log-2", Sample.Event("e1"));

        var items = (await _table.ReadAllAsync()).ToDictionary(item => item["item"].S, Show);

        var hash = items.Keys.Single(key => key.StartsWith("object#", StringComparison.Ordinal));
        Assert.Equal(["#finding", "event#e1", hash, "record#0"], items.Keys);
        Assert.Equal(
            $"accountActor=111122223333#arn:aws:iam::111122223333:user/ada|accountId=111122223333|accountStatus=111122223333#open"
            + "|actor=arn:aws:iam::111122223333:user/ada|alert=pending|countIsApproximate=False|createdAt=2024-06-01T08:00:00.000Z"
            + "|earliest=[{eventId=e1|eventTime=2024-05-17T12:00:00.000Z|logObject=log-1|slot=0}]|eventCount=1|eventNames=[CreateAccessKey]"
            + "|eventsKept=1|eventsSeen=2|firstEventId=e1|firstEventTime=2024-05-17T12:00:00.000Z|group=[{field=actor|value=ada}]"
            + $"|id={id}|item=#finding|lastEventTime=2024-05-17T12:00:00.000Z|moreEventNames=False|moreRegions=False"
            + "|moreSourceAddresses=False|regions=[eu-west-1]|ruleId=rule-a|severity=medium|sourceAddresses=[192.0.2.1]|status=open"
            + "|tactics=[persistence]|techniques=[T1098.001]|title=A key was made|updatedAt=2024-06-01T08:00:00.000Z|version=2"
            + "|windowSeconds=3600|windowStart=2024-05-17T12:00:00.000Z",
            items["#finding"]);
        Assert.Equal(
            "actor=arn:aws:iam::111122223333:user/ada|eventId=e1|eventName=CreateAccessKey|eventSource=iam.amazonaws.com"
            + $"|eventTime=2024-05-17T12:00:00.000Z|expiresAt=1719820800|id={id}|item=event#e1|logObject=log-1|region=eu-west-1"
            + "|sourceAddress=192.0.2.1|userAgent=aws-cli/2.15",
            items["event#e1"]);
        Assert.Equal($"excess=1|expiresAt=1719820800|id={id}|item={hash}|logObject=log-2", items[hash]);
        Assert.Contains("""|record={"eventID":"e1","at":1715947200000}|""", items["record#0"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_items_are_not_shown_and_still_known()
    {
        var id = await AddAsync("log", Sample.Event("e1"));
        _clock.Now += TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1);
        Assert.Single((await _store.FindAsync(id, CancellationToken.None))!.Events);

        _clock.Now += TimeSpan.FromSeconds(1);

        var detail = (await _store.FindAsync(id, CancellationToken.None))!;
        Assert.Empty(detail.Events);
        Assert.Equal(1, detail.Finding.EventCount);
        var outcome = await _store.AddAsync("log", [Sample.Match(Sample.Event("e1"))], CancellationToken.None);
        Assert.Equal((0, 1), (outcome.NewEvents, outcome.KnownEvents));
    }

    [Fact]
    public async Task A_finding_that_has_expired_is_not_there()
    {
        var id = await AddAsync("log", Sample.Event("e1"));
        await EditAsync(id, FindingTable.TimeToLive, AttributeValues.Number(_clock.Now.ToUnixTimeSeconds()));

        Assert.Null(await _store.FindAsync(id, CancellationToken.None));
        Assert.Null(await _store.FindAsync(id[..8], CancellationToken.None));
        Assert.Empty(await _store.ListAsync(new FindingQuery(), CancellationToken.None).ToListAsync());
        Assert.Empty(await _store.ReadAsync([new FindingId(id)], CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task An_alert_that_somebody_muted_by_hand_stays_so()
    {
        var id = await AddAsync("log", Sample.Event("e1"));
        await EditAsync(id, Attributes.Alert, new(" Muted"));

        var outcome = await _store.AddAsync("log", [Sample.Match(Sample.Event("e2"))], CancellationToken.None);

        Assert.Empty(outcome.AlertsDue);
        Assert.Equal(AlertClaim.Settled, await ClaimAsync(id));
        Assert.Equal(AlertState.Muted, (await _store.FindAsync(id, CancellationToken.None))!.Finding.Alert);
    }

    [Fact]
    public async Task A_claim_without_an_end_can_be_taken_over()
    {
        var id = await AddAsync("log", Sample.Event("e1"));
        await EditAsync(id, Attributes.Alert, new("claimed"));

        Assert.Equal(AlertClaimResult.Claimed, (await ClaimAsync(id)).Result);
    }

    [Theory]
    [InlineData(Attributes.Alert, "snoozed", "must be one of pending, claimed, sent, muted, not \"snoozed\"")]
    [InlineData(Attributes.Alert, "2", "must be one of pending, claimed, sent, muted, not \"2\"")]
    [InlineData(Attributes.Status, "closed", "must be one of open, not \"closed\"")]
    [InlineData(Attributes.LastEventTime, "yesterday", "is not a time such as 2024-05-17T12:00:00.000Z, not \"yesterday\"")]
    [InlineData(Attributes.Version, "2", "is not a whole number")]
    [InlineData(Attributes.Title, null, "is missing")]
    [InlineData(Attributes.Regions, "eu-west-1", "is not a list")]
    [InlineData(Attributes.MoreRegions, "no", "is neither true nor false")]
    [InlineData(Attributes.WindowSeconds, "1h", "is not a number of seconds")]
    public async Task What_somebody_broke_by_hand_is_named(string attribute, string? value, string message)
    {
        var id = await AddAsync("log", Sample.Event("e1"));
        await EditAsync(id, attribute, value is null ? null : new(value));

        var fault = await Assert.ThrowsAsync<FindingStoreException>(() => _store.FindAsync(id, CancellationToken.None));

        Assert.StartsWith($"The attribute {attribute} of item #finding of finding {id} {message}.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_in_another_spelling_is_said_to_who_would_wait_for_ever()
    {
        var id = await AddAsync("log", Sample.Event("e1"));
        await EditAsync(id, Attributes.Alert, new("Pending"));

        var fault = await Assert.ThrowsAsync<FindingStoreException>(() => ClaimAsync(id));

        Assert.Contains("must be spelled pending, not \"Pending\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_cannot_be_is_named()
    {
        var id = await AddAsync("log", Sample.Event("e1"));
        var field = AttributeValues.Map((Attributes.GroupField, new("f")));
        await EditAsync(id, Attributes.Group, AttributeValues.List(Enumerable.Repeat(field, FindingLimits.MaxGroupFields + 1)));

        var fault = await Assert.ThrowsAsync<FindingStoreException>(() => _store.FindAsync(id, CancellationToken.None));

        Assert.StartsWith($"The item #finding of finding {id} says what cannot be: A finding is grouped by at most 16", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_whose_summary_somebody_deleted_is_made_anew()
    {
        var id = await AddAsync("log", Sample.Event("e1"));
        await _table.Client.DeleteItemAsync(_table.Name, ItemKeys.Of(new FindingId(id), ItemKeys.Summary));

        var outcome = await _store.AddAsync("log", [Sample.Match(Sample.Event("e1"))], CancellationToken.None);

        Assert.Equal((1, 1), (outcome.New.Count, outcome.NewEvents));
        var detail = (await _store.FindAsync(id, CancellationToken.None))!;
        Assert.Equal(1, detail.Finding.EventCount);
        Assert.NotNull(Assert.Single(detail.Events).Event.RecordJson);
    }

    [Fact]
    public async Task Writers_of_events_leave_alone_what_people_add()
    {
        var id = await AddAsync("log", Sample.Event("e1"));
        await EditAsync(id, "note", new("asked Ada"));

        await AddAsync("log-2", Sample.Event("e2"));

        Assert.Equal("asked Ada", (await _table.ReadAllAsync())[0]["note"].S);
    }

    private async Task<string> AddAsync(string logObject, FindingEvent @event)
    {
        var match = Sample.Match(@event);
        await _store.AddAsync(logObject, [match], CancellationToken.None);
        return match.Key.ToId().ToString();
    }

    private Task<AlertClaim> ClaimAsync(string id) =>
        _store.ClaimAsync(new FindingId(id), "me", _clock.Now.AddMinutes(5), CancellationToken.None);

    private Task EditAsync(string id, string attribute, AttributeValue? value) => _table.Client.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = _table.Name,
        Key = ItemKeys.Of(new FindingId(id), ItemKeys.Summary),
        UpdateExpression = value is null ? "REMOVE #name" : "SET #name = :value",
        ExpressionAttributeNames = new() { ["#name"] = attribute },
        ExpressionAttributeValues = value is null ? null : new() { [":value"] = value },
    });

    private static string Show(Dictionary<string, AttributeValue> item) => string.Join(
        '|', item.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(attribute => $"{attribute.Key}={Show(attribute.Value)}"));

    private static string Show(AttributeValue value) =>
        value.S ?? value.N ?? value.BOOL?.ToString(CultureInfo.InvariantCulture)
        ?? (value.M is { } map ? $"{{{Show(map)}}}" : $"[{string.Join(", ", value.L.Select(Show))}]");
}
