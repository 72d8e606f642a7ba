using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Amazon.SQS.Model;
using CloudTrailLambda.Function.Tests.Receiving;

namespace CloudTrailLambda.Function.Tests.EndToEnd;

/// <summary>From a file in the bucket to the alert in a subscriber's queue, through the published function and real services.</summary>
public sealed class EndToEndTests(DeployedAccount account) : IClassFixture<DeployedAccount>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Announcing() => NotificationFiles.In("announcing");

    [Fact]
    public async Task A_file_in_the_bucket_becomes_findings_and_alerts()
    {
        await StartOverAsync();
        await using var function = await RunningFunction.StartAsync(account.Environment());
        await function.ReadyAsync();

        await account.PutAsync(SampleTrail.BusyKey, SampleTrail.Read(SampleTrail.BusyKey));
        var notifications = await EventSource.DrainAsync(account, account.QueueUrl);
        Assert.Single(notifications);
        Assert.Empty(await EventSource.DeliverAsync(function, notifications));

        var outcome = await Outcome.OfAsync(account);
        Assert.Contains(outcome.Alerts, alert => alert.Contains("Deactivate the new user's keys and password now.", StringComparison.Ordinal));
        outcome.Is(await SampleTrail.ExpectedAsync(SampleTrail.BusyKey));
        Assert.All(function.Process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal(JsonValueKind.Object, JsonSerializer.Deserialize<JsonElement>(line).ValueKind));
    }

    [Fact]
    public async Task Every_shape_of_notification_gives_the_same_findings()
    {
        // In a store of its own: moto computes another signature than the SDK when a key holds a plus sign.
        await using var lenient = await MotoServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var s3 = account.ConnectToS3(lenient.Url);
        await s3.PutBucketAsync(DeployedAccount.Bucket, TestContext.Current.CancellationToken);
        await DeployedAccount.PutAsync(s3, NotificationFiles.Key, NotificationFiles.ReadLog());
        await using var function = await RunningFunction.StartAsync(account.Environment(s3: lenient.Url));
        Outcome? first = null;
        foreach (var row in Announcing())
        {
            await StartOverAsync();
            var result = await function.InvokeAsync(Encoding.UTF8.GetString(NotificationFiles.Read("announcing", row.Data)), Minute);

            var answer = Encoding.UTF8.GetString(Assert.IsType<InvocationResult.Response>(result).Body.Span);
            Assert.Equal(row.Data.EndsWith("-in-sqs.json", StringComparison.Ordinal) ? """{"batchItemFailures":[]}""" : "null", answer);
            var outcome = await Outcome.OfAsync(account);
            Assert.NotEmpty(outcome.Findings);
            outcome.Is(first ??= outcome);
        }
    }

    [Fact]
    public async Task Any_order_batch_and_repetition_end_alike()
    {
        var expected = await SampleTrail.ExpectedAsync(SampleTrail.Keys);
        await StartOverAsync();
        foreach (var key in SampleTrail.Keys) await account.PutAsync(key, SampleTrail.Read(key));
        var notifications = await EventSource.DrainAsync(account, account.QueueUrl);
        Assert.Equal(SampleTrail.Keys.Count, notifications.Count);
        var random = new Random(7);
        foreach (var batchSize in (int[])[10, 1, 4])
        {
            await StartOverAsync();
            // Two functions at a time, as Lambda would start them; each notification three times.
            await using var one = await RunningFunction.StartAsync(account.Environment());
            await using var other = await RunningFunction.StartAsync(account.Environment());
            Message[] deliveries = [.. notifications, .. notifications, .. notifications];
            random.Shuffle(deliveries);
            var batches = new Queue<Message[]>(Named(deliveries).Chunk(batchSize));
            await Task.WhenAll(WorkAsync(one, batches), WorkAsync(other, batches)).WaitAsync(3 * Minute, TestContext.Current.CancellationToken);

            (await Outcome.OfAsync(account)).Is(expected);
        }
    }

    [Fact]
    public async Task While_the_topic_is_down_nothing_is_lost_and_afterwards_nothing_repeated()
    {
        await StartOverAsync();
        await using var sns = await ReverseProxy.StartAsync(account.Moto.Url, TestContext.Current.CancellationToken);
        sns.OnRequest = _ => ProxyAction.Answer(503);
        await using var function = await RunningFunction.StartAsync(account.Environment(sns: sns.Url));
        var notifications = await AnnounceAsync(SampleTrail.BusyKey);

        Assert.Single(await EventSource.DeliverAsync(function, notifications, TimeSpan.FromSeconds(15)));
        var expected = await SampleTrail.ExpectedAsync(SampleTrail.BusyKey);
        var meanwhile = await Outcome.OfAsync(account);
        Assert.Equal(expected.Findings.Count, meanwhile.Findings.Count);
        Assert.Empty(meanwhile.Alerts);

        sns.OnRequest = _ => ProxyAction.Forward;
        Assert.Empty(await UntilDoneAsync(function, notifications));
        (await Outcome.OfAsync(account)).Is(expected);
    }

    [Fact]
    public async Task While_the_table_throttles_everything_arrives_all_the_same()
    {
        await StartOverAsync();
        await using var dynamoDb = await ReverseProxy.StartAsync(account.DynamoDb.Url, TestContext.Current.CancellationToken);
        var throttled = 0;
        // Of each call the first two attempts: counted over all calls, the one that goes through might never be the same twice.
        var attempts = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        dynamoDb.OnRequest = request =>
        {
            if (attempts.AddOrUpdate(Encoding.UTF8.GetString(request.Body.Span), 1, (_, before) => before + 1) % 3 == 0) return ProxyAction.Forward;
            Interlocked.Increment(ref throttled);
            return ProxyAction.Answer(400, body: """{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"Slow down"}"""u8.ToArray());
        };
        await using var function = await RunningFunction.StartAsync(account.Environment(dynamoDb: dynamoDb.Url));

        Assert.Empty(await UntilDoneAsync(function, await AnnounceAsync(SampleTrail.BusyKey)));

        Assert.InRange(throttled, 10, int.MaxValue);
        (await Outcome.OfAsync(account)).Is(await SampleTrail.ExpectedAsync(SampleTrail.BusyKey));
    }

    [Fact]
    public async Task An_object_that_is_gone_is_done_and_a_damaged_one_becomes_a_finding()
    {
        await StartOverAsync();
        await using var function = await RunningFunction.StartAsync(account.Environment());
        var damaged = SampleTrail.BusyKey.Replace("0915Z", "0916Z", StringComparison.Ordinal);
        await account.PutAsync(damaged, SampleTrail.Read(SampleTrail.BusyKey)[..^20]);
        await account.PutAsync("AWSLogs/111122223333/CloudTrail/gone.json.gz", [1]);
        await account.S3.DeleteObjectAsync(DeployedAccount.Bucket, "AWSLogs/111122223333/CloudTrail/gone.json.gz");
        var notifications = await EventSource.DrainAsync(account, account.QueueUrl);
        Assert.Equal(2, notifications.Count);

        Assert.Empty(await EventSource.DeliverAsync(function, notifications));

        var outcome = await Outcome.OfAsync(account);
        Assert.Single(outcome.Findings, finding => finding.Contains("Log file could not be read: 1 events, alert Sent", StringComparison.Ordinal));
        Assert.Contains(outcome.Findings, finding => finding.Contains("IAM user created", StringComparison.Ordinal));
        Assert.Contains("The log file is gone", function.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_package_is_small_and_has_what_the_managed_runtime_needs()
    {
        var folder = await PublishedFunction.FolderAsync();
        using var zip = new MemoryStream();
        await ZipFile.CreateFromDirectoryAsync(folder, zip, TestContext.Current.CancellationToken);

        Assert.InRange(zip.Length, 1, 15_000_000);
        Assert.True(File.Exists(Path.Combine(folder, "CloudTrailLambda.Function.deps.json")));
        var config = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(folder, "CloudTrailLambda.Function.runtimeconfig.json"), TestContext.Current.CancellationToken));
        Assert.Equal("Microsoft.NETCore.App", config.GetProperty("runtimeOptions").GetProperty("framework").GetProperty("name").GetString());
        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "rules"), "*.yml", SearchOption.AllDirectories).Count(file => !file.EndsWith(".test.yml", StringComparison.Ordinal)),
            Directory.EnumerateFiles(Path.Combine(folder, "rules"), "*", SearchOption.AllDirectories).Count());
    }

    [Theory]
    [InlineData("FINDINGS_TABLE", "", "FINDINGS_TABLE is missing", "InvalidSettingException")]
    [InlineData("CORRELATION_TABLE", "", "CORRELATION_TABLE is missing", "InvalidSettingException")]
    [InlineData("ALERT_MIN_SEVERITY", "urgent", "ALERT_MIN_SEVERITY", "InvalidSettingException")]
    [InlineData("RULES_PATH", "/no/such/folder", "/no/such/folder", "InvalidRulesException")]
    public async Task A_start_that_fails_is_reported_and_the_process_ends(string name, string value, string says, string type)
    {
        var environment = account.Environment();
        environment[name] = value;
        await using var function = await RunningFunction.StartAsync(environment);

        var (errorType, body) = await function.Stub.InitError.WaitAsync(Minute, TestContext.Current.CancellationToken);
        await function.Process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Minute, TestContext.Current.CancellationToken);

        Assert.Equal($"Function.{type}", errorType);
        Assert.Contains(says, body, StringComparison.Ordinal);
        Assert.NotEqual(0, function.Process.ExitCode);
    }

    private async Task StartOverAsync()
    {
        await account.ClearTablesAsync();
        await EventSource.DrainAsync(account, account.QueueUrl);
        await EventSource.DrainAsync(account, account.AlertsUrl);
    }

    private async Task<List<Message>> AnnounceAsync(string key)
    {
        await account.PutAsync(key, SampleTrail.Read(key));
        return await EventSource.DrainAsync(account, account.QueueUrl);
    }

    /// <summary>The same notification delivered twice comes as two messages in a batch.</summary>
    private static IEnumerable<Message> Named(IEnumerable<Message> messages) =>
        messages.Select((message, i) => new Message { MessageId = $"m{i}", Body = message.Body, ReceiptHandle = $"r{i}" });

    private static async Task WorkAsync(RunningFunction function, Queue<Message[]> batches)
    {
        while (true)
        {
            Message[]? batch;
            lock (batches) batches.TryDequeue(out batch);
            if (batch is null) return;
            var handedBack = await EventSource.DeliverAsync(function, [.. batch]);
            lock (batches)
            {
                if (handedBack.Count > 0) batches.Enqueue([.. handedBack]);
            }
        }
    }

    private static async Task<List<Message>> UntilDoneAsync(RunningFunction function, List<Message> messages)
    {
        for (var attempt = 0; attempt < 6 && messages.Count > 0; attempt++) messages = await EventSource.DeliverAsync(function, messages);
        return messages;
    }
}
