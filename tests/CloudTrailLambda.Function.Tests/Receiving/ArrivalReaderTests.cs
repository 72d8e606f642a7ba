using System.Text;
using CloudTrailLambda.Function.Receiving;

namespace CloudTrailLambda.Function.Tests.Receiving;

public sealed class ArrivalReaderTests
{
    public static TheoryData<string> Announcing() => NotificationFiles.In("announcing");

    public static TheoryData<string> PassedOver() => NotificationFiles.In("passed-over");

    public static TheoryData<string> Refused() => NotificationFiles.In("refused");

    [Theory]
    [MemberData(nameof(Announcing))]
    public void Every_shape_announces_the_same_object(string file)
    {
        var arrival = ArrivalReader.Read(NotificationFiles.Read("announcing", file));

        Assert.Equal(file.EndsWith("-in-sqs.json", StringComparison.Ordinal), arrival.IsFromQueue);
        Assert.All(arrival.Messages, message => Assert.Null(message.Problem));
        Assert.All(arrival.Messages, message => Assert.Equal(arrival.IsFromQueue, message.Id is not null));
        var names = arrival.Messages.SelectMany(message => message.Objects).Select(item => item.Name).Distinct(StringComparer.Ordinal);
        Assert.Equal([$"s3://{NotificationFiles.Bucket}/{NotificationFiles.Key}"], names);
    }

    [Theory]
    [MemberData(nameof(PassedOver))]
    public void What_announces_nothing_is_done_without_work(string file)
    {
        var arrival = ArrivalReader.Read(NotificationFiles.Read("passed-over", file));

        Assert.NotEmpty(arrival.Messages);
        Assert.All(arrival.Messages, message => Assert.Null(message.Problem));
        Assert.All(arrival.Messages, message => Assert.Empty(message.Objects));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_notification_is_refused_with_a_reason(string file)
    {
        var payload = NotificationFiles.Read("refused", file);
        if (file.EndsWith("-direct.json", StringComparison.Ordinal))
        {
            Assert.NotEmpty(Assert.Throws<UnknownNotificationException>(() => ArrivalReader.Read(payload)).Message);
            return;
        }

        var message = Assert.Single(ArrivalReader.Read(payload).Messages);
        Assert.NotNull(message.Id);
        Assert.NotEmpty(message.Problem!);
        Assert.Empty(message.Objects);
    }

    [Fact]
    public void A_message_that_is_refused_leaves_its_neighbours_alone()
    {
        var good = Encoding.UTF8.GetString(NotificationFiles.Read("announcing", "s3-in-sqs.json"));
        var mixed = good.Replace("\"Records\": [", """
            "Records": [{"messageId": "bad", "body": "{", "eventSource": "aws:sqs"},
            """, StringComparison.Ordinal);

        var messages = ArrivalReader.Read(Encoding.UTF8.GetBytes(mixed)).Messages;

        Assert.Equal(2, messages.Count);
        Assert.NotNull(messages[0].Problem);
        Assert.Single(messages[1].Objects);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("""{"Records": 5}""")]
    [InlineData("""{"Records": [5]}""")]
    [InlineData("""{"Records": [{}]}""")]
    [InlineData("""{"Records": [{"eventSource": "aws:s3", "eventVersion": "2.1", "eventName": "ObjectCreated:Put", "s3": []}]}""")]
    [InlineData("""{"s3Bucket": "b", "s3ObjectKey": "not a list"}""")]
    [InlineData("""{"s3Bucket": "b", "s3ObjectKey": [null]}""")]
    [InlineData("""{"detail-type": "Object Created", "source": "aws.s3", "detail": 1}""")]
    public void Any_other_payload_is_refused_and_nothing_else(string payload) =>
        Assert.Throws<UnknownNotificationException>(() => ArrivalReader.Read(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Version_size_and_time_come_along()
    {
        var item = Assert.Single(ArrivalReader.Read("""
            {"Records": [{"eventSource": "aws:s3", "eventVersion": "2.4", "eventName": "ObjectCreated:Copy", "eventTime": "2026-10-14T09:14:31.207Z",
              "s3": {"bucket": {"name": "b"}, "object": {"key": "a%2Fb%3F", "size": 17, "versionId": "v1"}}}]}
            """u8.ToArray()).Messages[0].Objects);

        Assert.Equal("s3://b/a/b?", item.Name);
        Assert.Equal("v1", item.VersionId);
        Assert.Equal(17, item.SizeBytes);
        Assert.Equal(new DateTimeOffset(2026, 10, 14, 9, 14, 31, 207, TimeSpan.Zero), item.AnnouncedAt);
    }
}
