using System.Text.Json;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Function.Handling;

namespace CloudTrailLambda.Function.Tests.Handling;

public sealed class NotificationHandlerTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Of_a_batch_only_what_another_attempt_can_mend_is_handed_back()
    {
        _bench.Objects.AddLog("good.json.gz", "e1", "e2");
        _bench.Objects.Add("denied.json.gz", () => throw new UnauthorizedAccessException("s3:GetObject is not allowed."));
        _bench.Objects.Add("throttled.json.gz", () => throw new IOException("Slow down."));
        _bench.Objects.Add("cut.json.gz", () => new CutStream(StoredObjects.Gzip(StoredObjects.Log("e3")), cutAt: 20));
        _bench.Objects.Add("damaged.json.gz", () => new MemoryStream("{\"Records\":[{\"eventID\":"u8.ToArray()));

        var handedBack = await _bench.HandleQueuedAsync("gone.json.gz", "good.json.gz", "denied.json.gz", "throttled.json.gz", "cut.json.gz", "damaged.json.gz");

        Assert.Equal(["m2", "m3", "m4"], handedBack);
    }

    [Fact]
    public async Task Damage_is_a_finding_of_its_own_and_the_good_records_are_judged()
    {
        var log = StoredObjects.Log("e1", "e2");
        const string Name = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/14/111122223333_CloudTrail_eu-west-1_20261014T0905Z_a.json.gz";
        _bench.Objects.Add(Name, () => new MemoryStream(StoredObjects.Gzip(log[..^40])));

        Assert.Empty(await _bench.HandleQueuedAsync(Name));
        Assert.Empty(await _bench.HandleQueuedAsync(Name));

        var findings = await _bench.FindingsAsync();
        var unreadable = Assert.Single(findings, finding => finding.Rule.Title == "Log file could not be read");
        Assert.Equal("111122223333", unreadable.Key.AccountId);
        Assert.Equal(1, unreadable.EventCount);
        Assert.Equal("folder=s3://logs/AWSLogs/111122223333/CloudTrail/eu-west-1", unreadable.Key.Group.ToString());
        var detail = (await _bench.Store.FindAsync(unreadable.Id.ToString(), CancellationToken.None))!;
        Assert.Equal($"s3://logs/{Name}", Assert.Single(detail.Events).LogObject);
        Assert.Contains("record 2, byte", detail.Events[0].Event.ErrorCode, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(findings, finding => finding.Rule.Title == "Trail stopped").EventCount);
        Assert.Equal(2, _bench.Sink.Published.Count);
        Assert.Equal(1, Metrics()[0].GetProperty("BadRecords").GetInt64());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_the_network_cuts_a_file_off_it_is_handed_back_and_not_taken_for_damaged(bool isGzipped)
    {
        var log = StoredObjects.Log("e1", "e2", "e3");
        var bytes = isGzipped ? StoredObjects.Gzip(log) : System.Text.Encoding.UTF8.GetBytes(log);
        for (var cutAt = 0; cutAt < bytes.Length; cutAt += 7)
        {
            _bench.Objects.Add("cut.json.gz", () => new CutStream(bytes, cutAt));

            Assert.Equal(["m0"], await _bench.HandleQueuedAsync("cut.json.gz"));
        }

        _bench.Objects.AddLog("cut.json.gz", "e1", "e2", "e3");
        Assert.Empty(await _bench.HandleQueuedAsync("cut.json.gz"));
        Assert.Equal(3, Assert.Single(await _bench.FindingsAsync()).EventCount);
    }

    [Fact]
    public async Task While_alerts_fail_findings_are_stored_and_the_message_is_handed_back()
    {
        _bench.Objects.AddLog("good.json.gz", "e1");
        _bench.Sink.IsDown = true;

        Assert.Equal(["m0"], await _bench.HandleQueuedAsync("good.json.gz"));
        Assert.Equal(AlertState.Pending, Assert.Single(await _bench.FindingsAsync()).Alert);

        _bench.Sink.IsDown = false;
        Assert.Empty(await _bench.HandleQueuedAsync("good.json.gz"));
        Assert.Equal(AlertState.Sent, Assert.Single(await _bench.FindingsAsync()).Alert);
        Assert.Empty(await _bench.HandleQueuedAsync("good.json.gz"));
        Assert.Single(_bench.Sink.Published);
    }

    [Fact]
    public async Task An_object_that_is_announced_twice_in_a_batch_is_read_once()
    {
        _bench.Objects.AddLog("good.json.gz", "e1");

        Assert.Empty(await _bench.HandleQueuedAsync("good.json.gz", "good.json.gz"));

        Assert.Single(_bench.Objects.Opened);
    }

    [Fact]
    public async Task A_message_with_several_objects_is_done_when_all_of_them_are()
    {
        _bench.Objects.AddLog("good.json.gz", "e1");
        _bench.Objects.Add("denied.json.gz", () => throw new UnauthorizedAccessException("No."));
        var body = JsonSerializer.Serialize(new { s3Bucket = "logs", s3ObjectKey = new[] { "good.json.gz", "denied.json.gz" } });

        var answer = await _bench.HandleAsync(new { Records = new[] { new { messageId = "both", eventSource = "aws:sqs", body } } });

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"both"}]}""", System.Text.Encoding.UTF8.GetString(answer.Span));
        Assert.Single(await _bench.FindingsAsync());
    }

    [Fact]
    public async Task Objects_side_by_side_that_bring_the_same_alert_are_all_done_and_it_goes_out_once()
    {
        _bench.Sink.Slowness = TimeSpan.FromMilliseconds(50);
        _bench.Objects.AddLog("one.json.gz", "e1");
        _bench.Objects.AddLog("two.json.gz", "e2");

        Assert.Empty(await _bench.HandleQueuedAsync("one.json.gz", "two.json.gz"));

        Assert.Single(_bench.Sink.Published);
    }

    [Fact]
    public async Task Near_the_deadline_nothing_is_started_and_the_rest_is_handed_back()
    {
        var names = Enumerable.Range(0, 12).Select(i => $"{i}.json.gz").ToArray();
        foreach (var name in names)
        {
            _bench.Objects.Add(name, () =>
            {
                lock (_bench) _bench.Clock.Now += TimeSpan.FromSeconds(20);
                return new MemoryStream(StoredObjects.Gzip(StoredObjects.Log(name)));
            });
        }

        var handedBack = await _bench.HandleQueuedAsync(names);

        // Four at a time, and none once three quarters of the two minutes have gone: the fifth brings the clock to 100 s.
        Assert.InRange(_bench.Objects.Opened.Count, 5, 8);
        Assert.Equal(names.Length - _bench.Objects.Opened.Count, handedBack.Length);
        Assert.Equal(_bench.Objects.Opened.Count, (await _bench.FindingsAsync()).Sum(finding => finding.EventCount));
    }

    [Fact]
    public async Task What_the_deadline_cuts_off_is_handed_back()
    {
        using var deadline = new CancellationTokenSource();
        _bench.Objects.Add("slow.json.gz", () =>
        {
            deadline.Cancel();
            return new MemoryStream(StoredObjects.Gzip(StoredObjects.Log("e1")));
        });

        var answer = await _bench.HandleAsync(
            new { Records = new[] { new { messageId = "slow", eventSource = "aws:sqs", body = JsonSerializer.Serialize(Bench.S3Event("slow.json.gz")) } } }, cancellationToken: deadline.Token);

        Assert.Contains("slow", System.Text.Encoding.UTF8.GetString(answer.Span), StringComparison.Ordinal);
        Assert.Empty(await _bench.FindingsAsync());
    }

    [Fact]
    public async Task Without_a_queue_a_failure_fails_the_invocation()
    {
        _bench.Objects.Add("denied.json.gz", () => throw new UnauthorizedAccessException("No."));
        await Assert.ThrowsAsync<HandedBackException>(() => _bench.HandleDirectAsync("denied.json.gz"));

        _bench.Objects.AddLog("good.json.gz", "e1");
        Assert.Equal("null"u8.ToArray(), (await _bench.HandleDirectAsync("good.json.gz")).ToArray());
    }

    [Fact]
    public async Task Metrics_say_what_the_invocation_came_to()
    {
        _bench.Objects.AddLog("one.json.gz", "e1", "e2");
        _bench.Objects.AddLog("two.json.gz", "e3");
        _bench.Objects.Add("AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/d.json.gz", () => new MemoryStream("{}"u8.ToArray()));

        await _bench.HandleQueuedAsync("one.json.gz", "two.json.gz", "gone.json.gz", "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/d.json.gz");

        // A digest holds no events: it is not even fetched.
        Assert.DoesNotContain(_bench.Objects.Opened, name => name.Contains("Digest", StringComparison.Ordinal));
        var metrics = Assert.Single(Metrics());
        Assert.Equal((2, 3, 0, 3), (Number("Files"), Number("Records"), Number("BadRecords"), Number("Matches")));
        Assert.Equal((1, 1), (Number("Findings"), Number("Alerts")));
        Assert.Equal("detect", metrics.GetProperty("FunctionName").GetString());
        Assert.Equal([600.0, 600.0], metrics.GetProperty("SecondsFromEventToFinding").EnumerateArray().Select(value => value.GetDouble()));
        var definition = metrics.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        Assert.Equal("CloudTrailLambda", definition.GetProperty("Namespace").GetString());
        Assert.Equal("FunctionName", definition.GetProperty("Dimensions")[0][0].GetString());
        Assert.All(definition.GetProperty("Metrics").EnumerateArray(), metric => Assert.True(metrics.TryGetProperty(metric.GetProperty("Name").GetString()!, out _)));

        long Number(string name) => metrics.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task Text_from_outside_cannot_end_a_log_line()
    {
        const string Name = "a\n{\"level\":\"Information\"}\u0085\u2028\u001b[31m.json.gz";
        _bench.Objects.AddLog(Name, "e1");

        await _bench.HandleQueuedAsync(Name);

        var line = Assert.Single(_bench.Lines, line => line.TryGetProperty("logObject", out _));
        Assert.Equal($"s3://logs/{Name}", line.GetProperty("logObject").GetString());
    }

    private JsonElement[] Metrics() => _bench.Lines.Where(line => line.TryGetProperty("_aws", out _)).ToArray();

    /// <summary>A body that the network cuts off.</summary>
    private sealed class CutStream(byte[] bytes, int cutAt) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= cutAt) throw new IOException("The connection was cut.");
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, cutAt - (int)Position)], cancellationToken);
        }
    }
}
