using System.Text;
using Amazon.Runtime;
using CloudTrailLambda.Aws.Signing;
using CloudTrailLambda.Aws.Sns;
using CloudTrailLambda.Aws.Tests.Signing;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Aws.Tests.Sns;

public sealed class SnsClientTests(MotoTopics topics) : IClassFixture<MotoTopics>
{
    private static readonly SnsMessage Hello = new() { Text = "hello" };
    private static readonly SnsTopic Nowhere = SnsTopic.Parse("arn:aws:sns:us-east-1:123456789012:nowhere");

    public static string Error(string code, string message) =>
        $"""<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>""";

    [Fact]
    public async Task Signatures_are_accepted_with_the_right_secret_and_refused_with_a_wrong_one()
    {
        // Seven calls make the account; from then on every signature is checked.
        await using var server = await MotoServer.StartAsync(initialNoAuthActions: 7);
        var account = new MotoAccount(server.Url);
        var (keyId, secret) = await account.MakeUserAsync("publisher");
        await account.AllowAsync("publisher", "*");
        var topic = SnsTopic.Parse(await account.MakeTopicAsync("alerts"));
        using var queues = MotoTopics.QueuesOf(server.Url, keyId, secret);
        var queue = await MotoTopics.SubscribeQueueAsync(queues, account, topic.Arn);

        using var right = new SignedHttpClient(new BasicAWSCredentials(keyId, secret), TimeProvider.System);
        using var wrong = new SignedHttpClient(new BasicAWSCredentials(keyId, "not-the-secret"), TimeProvider.System);
        Func<string, string?> environment = name => name == "AWS_ENDPOINT_URL" ? server.Url : null;
        var message = new SnsMessage { Text = "ü+&= %41\n漢😀", Subject = "Hello", Attributes = new Dictionary<string, string> { ["severity"] = "a b+c" } };

        var id = await new SnsClient(right, environment).PublishAsync(topic, message, CancellationToken.None);
        var refused = await Assert.ThrowsAsync<SnsException>(() => new SnsClient(wrong, environment).PublishAsync(topic, message, CancellationToken.None));

        var received = Assert.Single(await MotoTopics.ReceiveAsync(queues, queue));
        Assert.Equal((id, message.Text, "Hello"), (received.GetProperty("MessageId").GetString(), received.GetProperty("Message").GetString(), received.GetProperty("Subject").GetString()));
        Assert.Equal(("SignatureDoesNotMatch", 403, false), (refused.Code, refused.Status, refused.IsRetryable));
    }

    [Fact]
    public async Task A_service_that_fails_twice_and_then_works_has_published_once()
    {
        var topic = await topics.Account.MakeTopicAsync("twice");
        var queue = await MotoTopics.SubscribeQueueAsync(topics.Queues, topics.Account, topic);
        await using var proxy = await ReverseProxy.StartAsync(topics.Server.Url);
        proxy.OnRequest = request => request.Number switch
        {
            1 => ProxyAction.Answer(500),
            2 => ProxyAction.Answer(400, body: Encoding.UTF8.GetBytes(Error("Throttling", "Rate exceeded"))),
            3 => ProxyAction.Drop,
            _ => ProxyAction.Forward,
        };

        await topics.Client(proxy.Url).PublishAsync(SnsTopic.Parse(topic), Hello, CancellationToken.None);

        Assert.Equal(4, proxy.Requests);
        Assert.Single(await MotoTopics.ReceiveAsync(topics.Queues, queue));
    }

    [Fact]
    public async Task An_answer_that_is_lost_is_asked_for_again_at_the_price_of_a_repetition()
    {
        var topic = await topics.Account.MakeTopicAsync("lost");
        var queue = await MotoTopics.SubscribeQueueAsync(topics.Queues, topics.Account, topic);
        await using var proxy = await ReverseProxy.StartAsync(topics.Server.Url);
        proxy.OnRequest = request => request.Number == 1 ? ProxyAction.ForwardThenDrop : ProxyAction.Forward;

        await topics.Client(proxy.Url).PublishAsync(SnsTopic.Parse(topic), Hello, CancellationToken.None);

        Assert.Equal(2, (await MotoTopics.ReceiveAsync(topics.Queues, queue)).Count);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_an_error_that_stays()
    {
        var e = await Assert.ThrowsAsync<SnsException>(() => topics.Client().PublishAsync(Nowhere, Hello, CancellationToken.None));

        Assert.Equal(("NotFound", 404, false), (e.Code, e.Status, e.IsRetryable));
    }

    [Theory]
    [InlineData("<html>Sign in to this network</html>")]
    [InlineData("")]
    [InlineData("""{"PublishResponse":{}}""")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><PublishResponse><MessageId>&e;</MessageId></PublishResponse>")]
    [InlineData("<PublishResponse><PublishResult>")]
    public async Task Only_an_answer_of_the_service_itself_says_that_it_is_published(string body)
    {
        await using var proxy = await ReverseProxy.StartAsync(topics.Server.Url);
        proxy.OnRequest = _ => ProxyAction.Answer(200, body: Encoding.UTF8.GetBytes(body));

        var e = await Assert.ThrowsAsync<SnsException>(() => topics.Client(proxy.Url).PublishAsync(Nowhere, Hello, CancellationToken.None));

        Assert.Equal((SnsException.NoAnswer, true), (e.Code, e.IsRetryable));
    }

    [Theory]
    [InlineData(503, true)]
    [InlineData(302, false)]
    [InlineData(418, false)]
    public async Task An_error_without_words_goes_by_its_status(int status, bool isRetryable)
    {
        await using var proxy = await ReverseProxy.StartAsync(topics.Server.Url);
        proxy.OnRequest = _ => ProxyAction.Answer(status, body: "<html/>"u8.ToArray());

        var e = await Assert.ThrowsAsync<SnsException>(() => topics.Client(proxy.Url).PublishAsync(Nowhere, Hello, CancellationToken.None));

        Assert.Equal((SnsException.NoAnswer, $"HTTP status {status}", status, isRetryable), (e.Code, e.Message, e.Status, e.IsRetryable));
    }

    [Fact]
    public async Task Silence_and_missing_credentials_are_errors_that_may_pass()
    {
        using var silent = new SilentServer();
        using var impatient = new SignedHttpClient(new BasicAWSCredentials("KEYID", "secret"), TimeProvider.System, new SendLimits { Whole = TimeSpan.FromMilliseconds(100) });
        using var nameless = new SignedHttpClient(new NoCredentials(), TimeProvider.System);

        var unheard = await Assert.ThrowsAsync<SnsException>(() => new SnsClient(impatient, _ => silent.Url.AbsoluteUri).PublishAsync(Nowhere, Hello, CancellationToken.None));
        var unsigned = await Assert.ThrowsAsync<SnsException>(() => new SnsClient(nameless, _ => silent.Url.AbsoluteUri).PublishAsync(Nowhere, Hello, CancellationToken.None));
        var misled = await Assert.ThrowsAsync<SnsException>(() => new SnsClient(nameless, _ => "nonsense").PublishAsync(Nowhere, Hello, CancellationToken.None));

        Assert.Equal((SnsException.NoAnswer, 0, true), (unheard.Code, unheard.Status, unheard.IsRetryable));
        Assert.Equal(("NoCredentials", "There are none.", true), (unsigned.Code, unsigned.Message, unsigned.IsRetryable));
        Assert.Equal(("InvalidEndpoint", false), (misled.Code, misled.IsRetryable));
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_not_sent()
    {
        await using var proxy = await ReverseProxy.StartAsync(topics.Server.Url);

        var e = await Assert.ThrowsAsync<SnsException>(() => topics.Client(proxy.Url).PublishAsync(Nowhere, new SnsMessage { Text = new string('x', SnsMessage.MaxBytes + 1) }, CancellationToken.None));

        Assert.Equal(("InvalidParameter", 0, false, 0), (e.Code, e.Status, e.IsRetryable, proxy.Requests));
    }

    [Theory]
    [InlineData("arn:aws:sns:eu-west-1:123456789012:alerts", "eu-west-1")]
    [InlineData("arn:aws-cn:sns:cn-north-1:123456789012:a_b-C", "cn-north-1")]
    [InlineData("arn:aws-us-gov:sns:us-gov-west-1:123456789012:alerts", "us-gov-west-1")]
    public void A_topic_knows_its_region(string arn, string region) => Assert.Equal((arn, region), (SnsTopic.Parse(arn).Arn, SnsTopic.Parse(arn).Region));

    [Theory]
    [InlineData("alerts", "is no ARN of an SNS topic")]
    [InlineData("arn:aws:sqs:eu-west-1:123456789012:alerts", "is no ARN of an SNS topic")]
    [InlineData("arn:aws:sns:evil.example/:123456789012:alerts", "is no ARN of an SNS topic")]
    [InlineData("arn:aws:sns:eu-west-1:123456789012:alerts\n", "is no ARN of an SNS topic")]
    [InlineData("arn:aws:sns:eu-west-1:123456789012:alerts.fifo", "is a FIFO topic")]
    public void What_is_no_topic_is_refused(string arn, string why) => Assert.Contains(why, Assert.Throws<FormatException>(() => SnsTopic.Parse(arn)).Message, StringComparison.Ordinal);

    private sealed class NoCredentials : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => throw new AmazonClientException("There are none.");
    }
}
