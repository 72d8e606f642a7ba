using System.Globalization;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Tests.Reading;

public sealed class LogObjectPlaceTests
{
    [Theory]
    [InlineData("s3://b/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/14/111122223333_CloudTrail_eu-west-1_20261014T0905Z_x.json.gz", "111122223333", "s3://b/AWSLogs/111122223333/CloudTrail/eu-west-1", "2026-10-14T09:05:00Z")]
    [InlineData("s3://b/my/prefix/AWSLogs/o-abc123/111122223333/CloudTrail-Insight/us-east-1/2026/01/02/111122223333_CloudTrail-Insight_us-east-1_20260102T0000Z_x.json.gz", "111122223333", "s3://b/my/prefix/AWSLogs/o-abc123/111122223333/CloudTrail-Insight/us-east-1", "2026-01-02T00:00:00Z")]
    [InlineData("s3://b/AWSLogs/999900001111/AWSLogs/111122223333/CloudTrail/a.json", "111122223333", "s3://b/AWSLogs/999900001111/AWSLogs/111122223333/CloudTrail", null)]
    [InlineData("s3://b/AWSLogs/o-1/o-2/111122223333/a.json", null, "s3://b/AWSLogs/o-1/o-2/111122223333", null)]
    [InlineData("s3://b/AWSLogs/12345/CloudTrail/a.json", null, "s3://b/AWSLogs/12345/CloudTrail", null)]
    [InlineData("s3://b/logs/111122223333/a_20261399T0905Z.json", null, "s3://b/logs/111122223333", null)]
    [InlineData("logs/2026/10/14/a.json", null, "logs", null)]
    [InlineData("2026/10/14/a.json", null, "2026/10/14", null)]
    [InlineData("a_20261014T0905Z_b.json", null, "", "2026-10-14T09:05:00Z")]
    [InlineData("AWSLogs", null, "", null)]
    public void A_key_says_whose_where_and_when(string name, string? account, string folder, string? time)
    {
        var logObject = new LogObject(name);

        Assert.Equal(account, LogObjectPlace.Account(logObject));
        Assert.Equal(folder, LogObjectPlace.Folder(logObject));
        Assert.Equal(time is null ? null : DateTimeOffset.Parse(time, CultureInfo.InvariantCulture), LogObjectPlace.Time(logObject));
    }

    [Fact]
    public void What_no_name_says_the_announcement_does()
    {
        var announced = new DateTimeOffset(2026, 10, 15, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(announced, LogObjectPlace.Time(new LogObject("s3://b/a.json") { AnnouncedAt = announced }));
        Assert.NotEqual(announced, LogObjectPlace.Time(new LogObject("s3://b/a_20261014T0905Z_b.json") { AnnouncedAt = announced }));
    }

    [Theory]
    [InlineData("a.json", true)]
    [InlineData("a.JSON.gz", true)]
    [InlineData("a.jsonl.gz", true)]
    [InlineData("a.ndjson", true)]
    [InlineData("a.gz", true)]
    [InlineData("a.txt", false)]
    [InlineData("json", false)]
    [InlineData("", false)]
    public void Logs_are_told_by_their_endings(string name, bool isLog) => Assert.Equal(isLog, LogFileName.IsLog(name));
}
