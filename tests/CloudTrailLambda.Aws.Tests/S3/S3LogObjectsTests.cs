using System.Globalization;
using System.Text;
using CloudTrailLambda.Aws.S3;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.Emulators;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Aws.Tests.S3;

public sealed class S3LogObjectsTests(MotoS3 s3) : IClassFixture<MotoS3>
{
    [Theory]
    [InlineData("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/14/a.json.gz")]
    [InlineData("a b+c%41?x#y/ü😀/a//b/../c.json")]
    [InlineData("control\u0001.json")]
    public async Task Any_key_is_read(string key)
    {
        var bucket = await s3.MakeBucketAsync();
        await s3.PutAsync(bucket, key, "content"u8.ToArray());

        Assert.Equal("content", await ReadAsync(new LogObject($"s3://{bucket}/{key}")));
    }

    [Fact]
    public async Task The_version_that_was_announced_is_read_and_the_latest_when_none_was()
    {
        var bucket = await s3.MakeBucketAsync(isVersioned: true);
        var first = await s3.PutAsync(bucket, "a.json", "first"u8.ToArray());
        await s3.PutAsync(bucket, "a.json", "second"u8.ToArray());
        var name = $"s3://{bucket}/a.json";

        Assert.Equal("first", await ReadAsync(new LogObject(name) { VersionId = first }));
        Assert.Equal("second", await ReadAsync(new LogObject(name)));

        var marker = (await s3.Client.DeleteObjectAsync(bucket, "a.json")).VersionId;
        Assert.Equal("first", await ReadAsync(new LogObject(name) { VersionId = first }));
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(new LogObject(name)));
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(new LogObject(name) { VersionId = marker }));

        await s3.Client.DeleteObjectAsync(bucket, "a.json", first);
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(new LogObject(name) { VersionId = first }));
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(new LogObject("s3://no-such-bucket/a.json")));
    }

    [Fact]
    public async Task Credentials_that_nobody_knows_and_rights_that_nobody_gave_are_told_apart()
    {
        await using var account = await MotoServer.StartAsync(initialNoAuthActions: 4);
        using var root = MotoS3.ClientOf(account.Url, TestCredentials.AccessKeyId, TestCredentials.SecretAccessKey);
        await root.PutBucketAsync("logs");
        await root.PutObjectAsync(new() { BucketName = "logs", Key = "a.json", ContentBody = "content" });
        var (keyId, secret) = await new MotoAccount(account.Url).MakeUserAsync("reader");

        using var nobody = new S3Clients(_ => MotoS3.ClientOf(account.Url, "UNKNOWNKEYID", "secret"));
        using var reader = new S3Clients(_ => MotoS3.ClientOf(account.Url, keyId, secret));

        var unknown = await Assert.ThrowsAsync<IOException>(() => ReadAsync(new LogObject("s3://logs/a.json"), nobody));
        Assert.Contains("does not accept the credentials (InvalidAccessKeyId", unknown.Message, StringComparison.Ordinal);
        var denied = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => ReadAsync(new LogObject("s3://logs/a.json"), reader));
        Assert.Contains("AWS denies s3:GetObject on s3://logs/a.json", denied.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_cut_off_is_a_failed_read_and_what_came_before_it_is_kept()
    {
        var bucket = await s3.MakeBucketAsync();
        var record = """{"eventID":"e-1","eventTime":"2026-10-14T09:05:07Z","eventName":"StopLogging","eventSource":"cloudtrail.amazonaws.com","recipientAccountId":"111122223333"}""";
        var log = Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', Enumerable.Repeat(record, 1000))}}]}""");
        await s3.PutAsync(bucket, "cut.json", log);
        await using var proxy = await ReverseProxy.StartAsync(s3.Server.Url);
        proxy.OnRequest = _ => ProxyAction.Answer(200, new Dictionary<string, string> { ["Content-Length"] = log.Length.ToString(CultureInfo.InvariantCulture) }, log.AsMemory(0, log.Length / 2));
        using var clients = s3.Clients(proxy.Url);
        var (store, listener) = (new InMemoryFindingStore(TimeProvider.System), new FaultKinds());

        var totals = await Pipeline(clients, store).RunAsync([new LogObject($"s3://{bucket}/cut.json")], listener, CancellationToken.None);

        Assert.Equal(ReadFaultKind.ReadFailed, Assert.Single(listener.Kinds));
        Assert.Equal((1, 1), (totals.Records, totals.NewFindings));
    }

    [Fact]
    public async Task An_object_that_is_gone_is_a_fault_of_its_own_kind()
    {
        using var clients = s3.Clients();
        var listener = new FaultKinds();

        await Pipeline(clients, new InMemoryFindingStore(TimeProvider.System)).RunAsync([new LogObject($"s3://{await s3.MakeBucketAsync()}/gone.json")], listener, CancellationToken.None);

        Assert.Equal(ReadFaultKind.Gone, Assert.Single(listener.Kinds));
    }

    [Fact]
    public async Task A_storage_that_fails_for_a_moment_is_asked_again()
    {
        var bucket = await s3.MakeBucketAsync();
        await s3.PutAsync(bucket, "a.json", "content"u8.ToArray());
        await using var proxy = await ReverseProxy.StartAsync(s3.Server.Url);
        proxy.OnRequest = request => request.Number == 1 ? ProxyAction.Answer(503) : ProxyAction.Forward;
        using var clients = s3.Clients(proxy.Url);

        Assert.Equal("content", await ReadAsync(new LogObject($"s3://{bucket}/a.json"), clients));
        Assert.Equal(2, proxy.Requests);
    }

    private static DetectionPipeline Pipeline(S3Clients clients, IFindingStore store)
    {
        var rule = """
            title: Trail stopped
            id: 7f5f8a3a-9b1e-4a2c-8d0e-3f1f0c9b2a11
            logsource:
              product: aws
              service: cloudtrail
            detection:
              selection:
                eventName: StopLogging
              condition: selection
            """;
        var rules = new DetectionRules(RuleSetLoader.Load([new RuleSource("rule.yml", rule)]));
        return new DetectionPipeline(
            rules, new S3LogObjects(clients, TimeProvider.System), store, new PipelineOptions { KeepsDamage = true }, Correlator.InMemory(rules, TimeProvider.System));
    }

    private async Task<string> ReadAsync(LogObject logObject, S3Clients? through = null)
    {
        using var own = s3.Clients();
        await using var stream = await new S3LogObjects(through ?? own, TimeProvider.System).OpenAsync(logObject, CancellationToken.None);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private sealed class FaultKinds : IRunListener
    {
        public List<ReadFaultKind> Kinds { get; } = [];

        public void OnFault(LogObject logObject, ReadFault fault) => Kinds.Add(fault.Kind);

        public void OnNote(LogObject logObject, ReadNote note)
        {
        }

        public void OnDone(LogObject logObject)
        {
        }
    }
}
