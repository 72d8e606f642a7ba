using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Detection.Tests.Pipeline;

namespace CloudTrailLambda.Detection.Tests.Sources;

/// <summary>Files of the three sources on the one path.</summary>
public sealed class SourcePipelineTests
{
    private const string ConfigRule = """
        title: Group is open
        id: 2b1f4a4e-5a55-4b63-9c39-0b8a6f6f0a01
        name: open_group
        level: low
        logsource: {product: aws, service: config}
        detection:
          selection: {resourceType: AWS::EC2::SecurityGroup, configuration.ipPermissions.ipv4Ranges.cidrIp: 0.0.0.0/0}
          condition: selection
        """;

    private const string GuardDutyRule = """
        title: Key is misused
        id: 2b1f4a4e-5a55-4b63-9c39-0b8a6f6f0a02
        name: misused_key
        level: high
        logsource: {product: aws, service: guardduty}
        detection:
          selection: {type|contains: ':IAMUser/', severity|gte: 7}
          condition: selection
        """;

    private const string CallRule = """
        title: Group was changed
        id: 2b1f4a4e-5a55-4b63-9c39-0b8a6f6f0a03
        name: changed_group
        level: medium
        logsource: {product: aws, service: cloudtrail}
        detection:
          selection: {eventName: AuthorizeSecurityGroupIngress}
          condition: selection
        """;

    [Fact]
    public async Task A_configuration_item_is_a_finding_about_its_resource()
    {
        var objects = new MemoryObjects().AddText("history", SourceRecords.ConfigFile(SourceRecords.SecurityGroup("2026-10-14T09:31:07.123Z"), SourceRecords.SecurityGroup("2026-10-14T09:00:00.000Z", "192.0.2.0/24")));
        var store = new RecordingStore();

        var totals = await store.RunAsync(Pipelines.Load(ConfigRule), objects);

        var finding = Assert.Single(await store.FindingsAsync());
        var e = Assert.Single((await store.FindAsync(finding.Id.ToString(), CancellationToken.None))!.Events).Event;
        Assert.Equal((2L, 0L), (totals.Records, totals.BadRecords));
        Assert.Equal("111122223333", finding.Key.AccountId);
        Assert.Equal(
            ("111122223333/eu-west-1/AWS::EC2::SecurityGroup/sg-0a1b2c3d4e5f60718/2026-10-14T09:31:07.123Z/1797000000000", "ConfigurationItem OK", "config.amazonaws.com", "eu-west-1"),
            (e.EventId, e.EventName, e.EventSource, e.Region));
        Assert.Equal(new DateTimeOffset(2026, 10, 14, 9, 31, 7, 123, TimeSpan.Zero), e.EventTime);
        Assert.Equal("arn:aws:ec2:eu-west-1:111122223333:SecurityGroup/sg-0a1b2c3d4e5f60718", e.Actor);
    }

    [Fact]
    public async Task An_item_in_a_history_file_and_in_a_snapshot_is_one_event()
    {
        var item = SourceRecords.SecurityGroup("2026-10-14T09:31:07.123Z");
        var inSnapshot = SourceRecords.SecurityGroup("2026-10-14T09:31:07.123Z");
        inSnapshot.Remove("awsAccountId");
        inSnapshot["accountId"] = "111122223333";
        var store = new RecordingStore();

        var totals = await store.RunAsync(
            Pipelines.Load(ConfigRule), new MemoryObjects().AddText("history", SourceRecords.ConfigFile(item)).AddText("snapshot", SourceRecords.ConfigFile(inSnapshot)));

        Assert.Equal((1L, 1L), (totals.Records, totals.Duplicates));
        Assert.Equal(1, Assert.Single(await store.FindingsAsync()).EventCount);
    }

    [Fact]
    public async Task A_finding_of_GuardDuty_is_an_event_each_time_that_it_is_updated()
    {
        var first = SourceRecords.Finding("2026-10-14T09:10:00.000Z", "2026-10-14T09:05:00.000Z");
        var objects = new MemoryObjects().AddText("a.jsonl.gz", $"{first}\n{SourceRecords.Finding("2026-10-14T09:20:00.000Z", "2026-10-14T09:18:00.000Z")}\n").AddText("b.jsonl.gz", first);
        var store = new RecordingStore();

        var totals = await store.RunAsync(Pipelines.Load(GuardDutyRule), objects);

        var finding = Assert.Single(await store.FindingsAsync());
        Assert.Equal((2L, 1L, 2L), (totals.Records, totals.Duplicates, finding.EventCount));
        var e = (await store.FindAsync(finding.Id.ToString(), CancellationToken.None))!.Events[0].Event;
        Assert.Equal(
            ("16afba5c5c43e07c9e3e5e2e544e95df/2026-10-14T09:10:00.000Z", "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom", "guardduty.amazonaws.com", "eu-west-1", "mallory", "203.0.113.9"),
            (e.EventId, e.EventName, e.EventSource, e.Region, e.Actor, e.SourceAddress));
        Assert.Equal(new DateTimeOffset(2026, 10, 14, 9, 5, 0, TimeSpan.Zero), e.EventTime);
    }

    [Fact]
    public async Task A_record_is_judged_by_the_rules_for_its_own_source()
    {
        const string Everything = "detection: {selection: {accountId|exists: true}, other: {recipientAccountId|exists: true}, item: {awsAccountId|exists: true}, condition: selection or other or item}";
        var rules = Pipelines.Load(
            $"{{title: c, logsource: {{product: aws, service: cloudtrail}}, {Everything}}}",
            $"{{title: i, logsource: {{product: aws, service: config}}, {Everything}}}",
            $"{{title: g, logsource: {{product: aws, service: guardduty}}, {Everything}}}",
            $"{{title: all, logsource: {{product: aws}}, {Everything}}}",
            $"{{title: vpc, logsource: {{product: aws, service: vpcflow}}, {Everything}}}");
        var objects = new MemoryObjects().AddText("mixed", $"{Pipelines.Record("e-1", "2026-10-14T09:00:00Z")}\n{SourceRecords.SecurityGroup("2026-10-14T09:00:00Z")}\n{SourceRecords.Finding("2026-10-14T09:00:00Z", "2026-10-14T09:00:00Z")}");
        var store = new RecordingStore();

        await store.RunAsync(rules, objects);

        Assert.Equal(["all", "all", "all", "c", "g", "i"], (await store.FindingsAsync()).Select(finding => finding.Rule.Title).Order(StringComparer.Ordinal));
        Assert.Equal(["vpc"], rules.NotEvaluated);
    }

    [Theory]
    [InlineData("""{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/mallory","userName":"mallory"}""", "arn:aws:iam::111122223333:user/mallory")]
    [InlineData("""{"type":"AWSService","invokedBy":"backup.amazonaws.com"}""", "backup.amazonaws.com")]
    [InlineData("""{"type":"IdentityCenterUser","accountId":"111122223333","onBehalfOf":{"userId":"544894e8-80c1-707f-60e3-3ba6510dfac1"}}""", "544894e8-80c1-707f-60e3-3ba6510dfac1")]
    [InlineData("""{"type":"AWSAccount","principalId":"AROACKCEVSQ6C2EXAMPLE:x"}""", "AROACKCEVSQ6C2EXAMPLE:x")]
    [InlineData("""{"type":"Unknown"}""", "Unknown")]
    public async Task Who_called_is_the_best_name_that_the_record_has(string identity, string actor)
    {
        var store = new RecordingStore();
        var record = $$"""{"eventID":"e-1","eventTime":"2026-10-14T09:00:00Z","eventName":"AuthorizeSecurityGroupIngress","recipientAccountId":"111122223333","userIdentity":{{identity}}}""";

        await store.RunAsync(Pipelines.Load(CallRule), new MemoryObjects().AddText("trail", record));

        Assert.Equal(actor, Assert.Single(await store.FindingsAsync()).Activity.Actor);
    }

    [Fact]
    public async Task A_call_and_the_item_that_names_it_are_one_correlation()
    {
        const string Correlation = """
            title: Opened by this call
            id: 2b1f4a4e-5a55-4b63-9c39-0b8a6f6f0a04
            level: medium
            correlation:
              type: temporal
              rules: [changed_group, open_group]
              group-by: [event]
              aliases: {event: {changed_group: eventID, open_group: relatedEvents}}
              timespan: 1h
            """;
        var objects = new MemoryObjects()
            .AddText("history", SourceRecords.ConfigFile(SourceRecords.SecurityGroup("2026-10-14T09:31:07.123Z", "0.0.0.0/0", "e-0", "e-2", "e-9")))
            .Add("trail", Pipelines.Record("e-1", "2026-10-14T09:30:00Z", "AuthorizeSecurityGroupIngress"), Pipelines.Record("e-2", "2026-10-14T09:30:58Z", "AuthorizeSecurityGroupIngress"));
        var store = new RecordingStore();

        await store.RunAsync(Pipelines.Load(ConfigRule, CallRule, Correlation), objects, parallel: 2);

        var finding = Assert.Single(await store.FindingsAsync());
        Assert.Equal(("Opened by this call", "event=e-2", 2L), (finding.Rule.Title, finding.Key.Group.ToString(), finding.EventCount));
        Assert.Equal(["AuthorizeSecurityGroupIngress", "ConfigurationItem OK"], (await store.FindAsync(finding.Id.ToString(), CancellationToken.None))!.Events.Select(kept => kept.Event.EventName));
    }

    [Fact]
    public async Task A_call_and_the_item_of_the_resource_that_it_names_are_one_correlation()
    {
        const string Correlation = """
            title: Bucket opened
            id: 2b1f4a4e-5a55-4b63-9c39-0b8a6f6f0a05
            level: medium
            correlation:
              type: temporal
              rules: [changed_group, open_group]
              group-by: [resource]
              aliases: {resource: {changed_group: requestParameters.bucketName, open_group: resourceId}}
              timespan: 1h
            """;
        var objects = new MemoryObjects()
            .Add("trail", Pipelines.Record("e-1", "2026-10-14T09:30:00Z", "AuthorizeSecurityGroupIngress", bucket: SourceRecords.Group), Pipelines.Record("e-2", "2026-10-14T09:30:00Z", "AuthorizeSecurityGroupIngress"))
            .AddText("history", SourceRecords.ConfigFile(SourceRecords.SecurityGroup("2026-10-14T09:31:07Z")));
        var store = new RecordingStore();

        await store.RunAsync(Pipelines.Load(ConfigRule, CallRule, Correlation), objects);

        Assert.Equal($"resource={SourceRecords.Group}", Assert.Single(await store.FindingsAsync()).Key.Group.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Records_of_every_source_that_nothing_matches_cost_no_memory(bool isFinding)
    {
        var rules = SampleTrail.Rules;
        var session = rules.Fields.Matcher.OpenSession();
        var record = System.Text.Encoding.UTF8.GetBytes(isFinding
            ? SourceRecords.Finding("2026-10-14T09:00:00Z", "2026-10-14T09:00:00Z", severity: 1)
            : SourceRecords.SecurityGroup("2026-10-14T09:00:00Z", "192.0.2.0/24").ToJsonString());
        byte[] buffer = [];
        bool IsQuiet() => session.TryRead(record, out _) && session.Match().Length == 0 && rules.Fields.Of(session.Source).EventId.TryGet(session, ref buffer, out _);
        for (var i = 0; i < 100; i++) Assert.True(IsQuiet());

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) IsQuiet();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(isFinding ? 2 : 1, session.Source);
    }
}
