using System.Text;
using System.Text.Json.Nodes;
using CloudTrailLambda.Detection.Configuration;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Tests.Sources;

namespace CloudTrailLambda.Detection.Tests.Configuration;

public sealed class ConfigurationHistoryTests
{
    private const string Account = "111122223333";
    private const string Opened = "configuration.ipPermissions[0].ipv4Ranges[0].cidrIp: 192.0.2.0/24 -> 0.0.0.0/0";

    private readonly CountedState _state = new();

    private ConfigurationHistory History => new(_state, TimeProvider.System);

    [Fact]
    public async Task An_event_that_an_item_names_leads_to_what_was_before_and_after()
    {
        await AddAsync(SourceRecords.SecurityGroup("2026-10-13T08:00:00Z", "192.0.2.0/24"), SourceRecords.SecurityGroup("2026-10-14T11:00:00Z", "0.0.0.0/0", "e-7", "e-1"));

        var change = Assert.Single(await ChangesAsync(Event("e-1")));

        Assert.Equal(("AWS::EC2::SecurityGroup", SourceRecords.Group, "eu-west-1", "OK"), (change.ResourceType, change.ResourceId, change.Region, change.Status));
        Assert.Equal((Time("2026-10-14T11:00:00Z"), Time("2026-10-13T08:00:00Z")), (change.CapturedAt, change.PreviouslyCapturedAt));
        Assert.Equal([Opened], change.Differences.Select(Text));
        Assert.Equal(["e-1"], change.EventIds);
        Assert.False(change.HasMore);
        Assert.Empty(await ChangesAsync(Event("e-2")));
    }

    [Theory]
    [InlineData("2026-10-14T09:00:00Z", true)]
    [InlineData("2026-10-14T09:15:00Z", true)]
    [InlineData("2026-10-14T09:15:00.001Z", false)]
    [InlineData("2026-10-14T08:59:59.999Z", false)]
    public async Task An_item_belongs_to_the_call_that_names_its_resource_shortly_before(string capturedAt, bool belongs)
    {
        await AddAsync(SourceRecords.SecurityGroup("2026-10-13T08:00:00Z", "192.0.2.0/24"), SourceRecords.SecurityGroup(capturedAt));

        var changes = await ChangesAsync(Call($$"""{"requestParameters":{"items":[{"cidrIp":"0.0.0.0/0"}],"groupId":"{{SourceRecords.Group}}"} }"""));

        Assert.Equal(belongs ? [Opened] : [], changes.SelectMany(change => change.Differences).Select(Text));
    }

    [Theory]
    [InlineData("""{"resources":[{"ARN":"arn:aws:ec2:eu-west-1:111122223333:SecurityGroup/sg-0a1b2c3d4e5f60718"}]}""", true)]
    [InlineData("""{"responseElements":{"a":[[{"id":"sg-0a1b2c3d4e5f60718"}]]}}""", true)]
    [InlineData("""{"userAgent":"sg-0a1b2c3d4e5f60718"}""", false)]
    [InlineData("""{"requestParameters":{"name":"web"},"eventSource":"ec2.amazonaws.com"}""", true)]
    [InlineData("""{"requestParameters":{"name":"web"},"eventSource":"ecs.amazonaws.com"}""", false)]
    [InlineData("""{"requestParameters":"\ud83d","resources":["sg-0a1b2c3d4e5f60718"]}""", true)]
    [InlineData("""[1]""", false)]
    public async Task A_resource_is_named_by_its_id_its_ARN_or_within_its_service_by_its_name(string record, bool belongs)
    {
        var item = SourceRecords.SecurityGroup("2026-10-14T09:01:00Z");
        item["resourceName"] = "web";
        await AddAsync(item);

        Assert.Equal(belongs ? 1 : 0, (await ChangesAsync(Call(record))).Count);
    }

    [Fact]
    public async Task An_item_that_is_an_event_itself_belongs_to_itself()
    {
        var item = SourceRecords.SecurityGroup("2026-10-14T09:01:00Z");
        await AddAsync(SourceRecords.SecurityGroup("2026-10-13T08:00:00Z", "192.0.2.0/24"), item);

        Assert.Equal([Opened], Assert.Single(await ChangesAsync(Call(item.ToJsonString()))).Differences.Select(Text));
    }

    [Fact]
    public async Task Without_an_earlier_item_nothing_is_said_of_what_was_before()
    {
        await AddAsync(SourceRecords.SecurityGroup("2026-10-14T11:00:00Z", "0.0.0.0/0", "e-1"));

        var change = Assert.Single(await ChangesAsync(Event("e-1")));

        Assert.Null(change.PreviouslyCapturedAt);
        Assert.Empty(change.Differences);
    }

    [Fact]
    public async Task A_resource_that_is_gone_has_lost_its_configuration()
    {
        var gone = SourceRecords.Item("AWS::EC2::SecurityGroup", SourceRecords.Group, "2026-10-14T11:00:00Z", null, "e-1");
        gone["configurationItemStatus"] = "ResourceDeleted";
        await AddAsync(SourceRecords.SecurityGroup("2026-10-13T08:00:00Z"), gone);

        var change = Assert.Single(await ChangesAsync(Event("e-1")));

        Assert.Equal("ResourceDeleted", change.Status);
        Assert.StartsWith("""configuration: {"groupId":"sg-""", Text(Assert.Single(change.Differences)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_in_which_nothing_changed_is_no_change()
    {
        await AddAsync(SourceRecords.SecurityGroup("2026-10-13T08:00:00Z"), SourceRecords.SecurityGroup("2026-10-14T11:00:00Z", "0.0.0.0/0", "e-1"));

        Assert.Empty(await ChangesAsync(Event("e-1")));
    }

    [Fact]
    public async Task Resources_are_told_apart_by_account_region_type_and_id()
    {
        var others = new[] { ("awsAccountId", "444455556666"), ("awsRegion", "us-east-1"), ("resourceType", "AWS::EC2::VPC"), ("resourceId", "sg-2") }.Select((part, i) =>
        {
            var other = SourceRecords.SecurityGroup($"2026-10-14T10:0{i}:00Z", "198.51.100.0/24");
            other[part.Item1] = part.Item2;
            return other;
        });
        await AddAsync([SourceRecords.SecurityGroup("2026-10-13T08:00:00Z", "192.0.2.0/24"), SourceRecords.SecurityGroup("2026-10-14T11:00:00Z", "0.0.0.0/0", "e-1"), .. others]);

        Assert.Equal([Opened], Assert.Single(await ChangesAsync(Event("e-1"))).Differences.Select(Text));
    }

    [Fact]
    public async Task Neither_the_order_of_items_nor_their_repetition_makes_a_difference()
    {
        JsonObject[] items =
        [
            SourceRecords.SecurityGroup("2026-10-13T08:00:00Z", "192.0.2.0/24"), SourceRecords.SecurityGroup("2026-10-14T11:00:00Z", "0.0.0.0/0", "e-1"),
            WithState(SourceRecords.SecurityGroup("2026-10-14T11:00:00Z", "203.0.113.0/24", "e-1"), 1), SourceRecords.SecurityGroup("2026-10-15T11:00:00Z", "198.51.100.0/24", "e-3"),
        ];
        await AddAsync(items);
        var expected = (await ChangesAsync(Event("e-1"), Event("e-3"))).SelectMany(change => change.Differences).Select(Text).ToArray();
        Assert.Equal([Opened, "configuration.ipPermissions[0].ipv4Ranges[0].cidrIp: 0.0.0.0/0 -> 198.51.100.0/24"], expected);
        foreach (var order in new int[][] { [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1] })
        {
            var other = new ConfigurationHistory(new InMemoryCorrelationState(TimeProvider.System), TimeProvider.System);
            foreach (var i in order) await AddAsync(other, items[i]);

            Assert.Equal(expected, (await other.ChangesOfAsync(Account, [Event("e-1"), Event("e-3")], CancellationToken.None)).SelectMany(change => change.Differences).Select(Text));
        }

        var writes = _state.Writes;
        await AddAsync(items);
        Assert.Equal(writes, _state.Writes);
    }

    [Fact]
    public async Task An_item_that_no_page_can_hold_keeps_only_what_it_says_of_itself()
    {
        var noise = new byte[380_000];
        new Random(1).NextBytes(noise);
        var large = SourceRecords.Item("AWS::EC2::SecurityGroup", SourceRecords.Group, "2026-10-14T11:00:00Z", new JsonObject { ["x"] = Convert.ToBase64String(noise) }, "e-1");
        await AddAsync(SourceRecords.SecurityGroup("2026-10-13T08:00:00Z"), large);

        var change = Assert.Single(await ChangesAsync(Event("e-1")));

        Assert.Equal((SourceRecords.Group, Time("2026-10-13T08:00:00Z"), 0), (change.ResourceId, change.PreviouslyCapturedAt, change.Differences.Count));
    }

    [Fact]
    public async Task Texts_that_are_none_do_no_harm()
    {
        var item = SourceRecords.SecurityGroup("2026-10-14T11:00:00Z", "0.0.0.0/0", "e-1").ToJsonString().Replace("\"tags\":{}", "\"tags\":{\"\\udc00\":\"\\ud83d\"}", StringComparison.Ordinal);
        var batch = new ConfigurationBatch();
        batch.Add(Encoding.UTF8.GetBytes(item));
        await History.AddAsync(batch.Take(), CancellationToken.None);

        Assert.Equal(SourceRecords.Group, Assert.Single(await ChangesAsync(Event("e-1"))).ResourceId);
    }

    [Fact]
    public async Task A_damaged_page_is_named()
    {
        await AddAsync(SourceRecords.SecurityGroup("2026-10-14T11:00:00Z", "0.0.0.0/0", "e-1"));
        var series = ConfigurationSeries.OfResource(Account, "eu-west-1", "AWS::EC2::SecurityGroup", SourceRecords.Group);
        var key = Time("2026-10-14T11:00:00Z").ToUnixTimeMilliseconds();
        Assert.Equal([true], await _state.WriteAsync([new StateWrite(series, key, 1, "x"u8.ToArray(), DateTimeOffset.MaxValue)], CancellationToken.None));

        var fault = await Assert.ThrowsAsync<CorrelationStateException>(() => ChangesAsync(Event("e-1")));

        Assert.Contains($"Page {key} of the series {series}", fault.Message, StringComparison.Ordinal);
    }

    private static JsonObject WithState(JsonObject item, long stateId)
    {
        item["configurationStateId"] = stateId;
        return item;
    }

    private static FindingEvent Event(string id) => new() { EventId = id, EventTime = Time("2026-10-14T09:00:00Z"), EventName = "x" };

    private static FindingEvent Call(string record) => Event("call") with { RecordJson = Encoding.UTF8.GetBytes(record) };

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(ConfigurationDifference difference) => $"{difference.Path}: {difference.Before ?? "-"} -> {difference.After ?? "-"}";

    private static async Task AddAsync(ConfigurationHistory history, params JsonObject[] items)
    {
        var batch = new ConfigurationBatch();
        foreach (var item in items) batch.Add(Encoding.UTF8.GetBytes(item.ToJsonString()));
        await history.AddAsync(batch.Take(), CancellationToken.None);
    }

    private Task AddAsync(params JsonObject[] items) => AddAsync(History, items);

    private Task<IReadOnlyList<ConfigurationChange>> ChangesAsync(params FindingEvent[] events) => History.ChangesOfAsync(Account, events, CancellationToken.None);

    private sealed class CountedState : ICorrelationState
    {
        private readonly InMemoryCorrelationState _inner = new(TimeProvider.System);

        public int Writes { get; private set; }

        public Task<IReadOnlyList<IReadOnlyList<StatePage>>> ReadAsync(IReadOnlyList<StateRange> ranges, CancellationToken cancellationToken) => _inner.ReadAsync(ranges, cancellationToken);

        public Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken)
        {
            Writes += writes.Count;
            Assert.All(writes, write => Assert.Matches($"^[A-Za-z0-9:-]{{1,{StatePage.MaxSeriesLength}}}$", write.Series));
            return _inner.WriteAsync(writes, cancellationToken);
        }
    }
}
