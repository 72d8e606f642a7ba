using System.Text;
using System.Text.Json;
using System.Web;
using CloudTrailLambda.Aws.Sns;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Emulators;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Aws.Tests.Sns;

public sealed class SnsAlertSinkTests(MotoTopics topics) : IClassFixture<MotoTopics>
{
    private static readonly Runbooks Runbooks = new(RuleSetLoader.Load([new RuleSource("rule.yml", $$"""
        title: CloudTrail trail stopped or deleted
        id: {{SampleFinding.Ordinary.Rule.Id}}
        logsource: {product: aws, service: cloudtrail}
        detection:
          selection: {eventName: [StopLogging, DeleteTrail]}
          condition: selection
        custom:
          runbook: {{JsonSerializer.Serialize(SampleRunbook.Ordinary)}}
        """)]));

    [Fact]
    public async Task A_program_that_subscribes_gets_the_finding_and_its_attributes()
    {
        var topic = await topics.Account.MakeTopicAsync("programs");
        var queue = await MotoTopics.SubscribeQueueAsync(topics.Queues, topics.Account, topic);

        await Sink(topic).PublishAsync(SampleFinding.Ordinary, CancellationToken.None);

        var notification = Assert.Single(await MotoTopics.ReceiveAsync(topics.Queues, queue));
        Assert.Equal(AlertDocument.Of(SampleFinding.Ordinary, SampleRunbook.Ordinary), notification.GetProperty("Message").GetString());
        Assert.Equal("[HIGH] CloudTrail trail stopped or deleted in 111122223333", notification.GetProperty("Subject").GetString());
        Assert.Equal(
            ["account=111122223333", "rule=c5f9a0f1-6a0c-4d53-9a7e-3b9d9d1b7f10", "severity=high"],
            notification.GetProperty("MessageAttributes").EnumerateObject().Select(property => $"{property.Name}={property.Value.GetProperty("Value").GetString()}").Order(StringComparer.Ordinal));
        Assert.All(notification.GetProperty("MessageAttributes").EnumerateObject(), property => Assert.Equal("String", property.Value.GetProperty("Type").GetString()));
    }

    [Fact]
    public async Task Subscriptions_choose_by_severity()
    {
        var topic = await topics.Account.MakeTopicAsync("filtered");
        var urgent = await MotoTopics.SubscribeQueueAsync(topics.Queues, topics.Account, topic, """{"severity":["high","critical"]}""");
        var all = await MotoTopics.SubscribeQueueAsync(topics.Queues, topics.Account, topic);
        var minor = SampleFinding.Ordinary with { Rule = SampleFinding.Ordinary.Rule with { Severity = Severity.Medium } };

        await Sink(topic).PublishAsync(minor, CancellationToken.None);
        await Sink(topic).PublishAsync(SampleFinding.Ordinary, CancellationToken.None);

        Assert.Equal("high", Assert.Single(await MotoTopics.ReceiveAsync(topics.Queues, urgent)).GetProperty("MessageAttributes").GetProperty("severity").GetProperty("Value").GetString());
        Assert.Equal(2, (await MotoTopics.ReceiveAsync(topics.Queues, all)).Count);
    }

    [Fact]
    public async Task People_and_the_chat_get_texts_of_their_own_from_the_same_publish()
    {
        var topic = await topics.Account.MakeTopicAsync("people");
        await using var proxy = await ReverseProxy.StartAsync(topics.Server.Url);
        var body = "";
        proxy.OnRequest = request =>
        {
            body = Encoding.UTF8.GetString(request.Body.Span);
            return ProxyAction.Forward;
        };

        await Sink(topic, proxy.Url).PublishAsync(SampleFinding.Ordinary, CancellationToken.None);

        var form = HttpUtility.ParseQueryString(body);
        var texts = JsonDocument.Parse(form["Message"]!).RootElement;
        Assert.Equal(("Publish", "2010-03-31", "json", topic), (form["Action"], form["Version"], form["MessageStructure"], form["TopicArn"]));
        Assert.Equal(["default", "email", "https"], texts.EnumerateObject().Select(property => property.Name));
        Assert.Equal(AlertProse.Of(SampleFinding.Ordinary, SampleRunbook.Ordinary, "the-table"), texts.GetProperty("email").GetString());
        Assert.Equal(ChatNotification.Of(SampleFinding.Ordinary, SampleRunbook.Ordinary, "the-table"), texts.GetProperty("https").GetString());
        Assert.Contains("--table the-table", texts.GetProperty("email").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\0")]
    [InlineData("\\")]
    [InlineData("\"")]
    [InlineData("<")]
    [InlineData("漢")]
    [InlineData("😀")]
    [InlineData("\u202e")]
    [InlineData("\U000e0041")]
    [InlineData("\ud800")]
    [InlineData("`&")]
    public async Task The_largest_finding_fits_into_a_message_whatever_it_is_made_of(string character)
    {
        var finding = SampleFinding.Largest(character);
        var message = AlertMessage.Of(finding, SampleRunbook.Largest(character), table: new string('t', 255));
        Assert.InRange(message.SizeBytes, 1, SnsMessage.MaxBytes);

        var topic = await topics.Account.MakeTopicAsync("largest");
        await Sink(topic).PublishAsync(finding, CancellationToken.None);
    }

    [Theory]
    [InlineData("\r\nBcc: everyone")]
    [InlineData("\uffff\u0001\ud800")]
    [InlineData("<!channel>")]
    public async Task A_hostile_finding_is_published_like_any_other(string text)
    {
        var topic = await topics.Account.MakeTopicAsync("hostile");
        var queue = await MotoTopics.SubscribeQueueAsync(topics.Queues, topics.Account, topic);

        await Sink(topic).PublishAsync(SampleFinding.Saying(text), CancellationToken.None);

        Assert.Single(await MotoTopics.ReceiveAsync(topics.Queues, queue));
    }

    [Fact]
    public void Attributes_without_a_value_are_left_out() =>
        Assert.Equal(["severity"], AlertMessage.Of(SampleFinding.Saying(""), [], table: null).Attributes.Keys);

    [Theory]
    [InlineData(404, "NotFound", "There is no such topic")]
    [InlineData(403, "AuthorizationError", "Allow sns:Publish on the topic")]
    [InlineData(403, "AuthorizationError", "kms:GenerateDataKey and kms:Decrypt")]
    [InlineData(400, "KMSAccessDenied", "The key that the topic is encrypted with cannot be used")]
    [InlineData(400, "KMSDisabled", "see that it is enabled")]
    [InlineData(403, "SignatureDoesNotMatch", "does not accept the credentials")]
    [InlineData(403, "ExpiredToken", "does not accept the credentials")]
    [InlineData(400, "InvalidParameter", "defect of this program")]
    [InlineData(500, "InternalError", "It is tried again with the next delivery")]
    [InlineData(400, "Throttling", "It is tried again with the next delivery")]
    public async Task A_failure_says_what_to_do(int status, string code, string says)
    {
        await using var proxy = await ReverseProxy.StartAsync(topics.Server.Url);
        proxy.OnRequest = _ => ProxyAction.Answer(status, body: Encoding.UTF8.GetBytes(SnsClientTests.Error(code, "Reason.")));

        var e = await Assert.ThrowsAsync<AlertException>(() => Sink("arn:aws:sns:us-east-1:123456789012:alerts", proxy.Url).PublishAsync(SampleFinding.Ordinary, CancellationToken.None));

        Assert.StartsWith($"The alert of finding {SampleFinding.Ordinary.Id} is not published to arn:aws:sns:us-east-1:123456789012:alerts ({code}: Reason). ", e.Message, StringComparison.Ordinal);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Equal(code, Assert.IsType<SnsException>(e.InnerException).Code);
    }

    private SnsAlertSink Sink(string topic, string? url = null) => new(topics.Client(url), SnsTopic.Parse(topic), Runbooks, "the-table");
}
