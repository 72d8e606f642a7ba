using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Tests.Reading;

public sealed class LogObjectTests
{
    [Theory]
    [InlineData("s3://logs/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/31/x.json.gz", LogObjectKind.CloudTrail)]
    [InlineData("s3://logs/team/AWSLogs/o-abc/111122223333/CloudTrail-Digest/eu-west-1/2026/01/31/x.json.gz", LogObjectKind.Digest)]
    [InlineData("AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2026/01/31/x.json.gz", LogObjectKind.Insight)]
    [InlineData("AWSLogs/111122223333/CloudTrail-NetworkActivity/eu-west-1/2026/01/31/x.json.gz", LogObjectKind.NetworkActivity)]
    [InlineData("AWSLogs/111122223333/CloudTrail-Aggregated/eu-west-1/2026/01/31/x.json.gz", LogObjectKind.Aggregated)]
    [InlineData("AWSLogs/111122223333/Config/eu-west-1/2026/1/5/ConfigHistory/1_AWS::EC2::VPC_1.json.gz", LogObjectKind.ConfigHistory)]
    [InlineData("AWSLogs/111122223333/Config/eu-west-1/2026/1/5/ConfigSnapshot/1.json.gz", LogObjectKind.ConfigSnapshot)]
    [InlineData("s3://c/p/AWSLogs/111122223333/Config/global/2026/1/5/OversizedChangeNotification/AWS::IAM::Policy/1_Config_global_ChangeNotification_AWS::IAM::Policy_A_20260105T010203Z_1.json.gz", LogObjectKind.ConfigNotification)]
    [InlineData("s3://c/AWSLogs/111122223333/Config/ConfigWritabilityCheckFile", LogObjectKind.ConfigCheck)]
    [InlineData("ConfigWritabilityCheckFile", LogObjectKind.Unknown)]
    [InlineData("OversizedChangeNotification/x.json.gz", LogObjectKind.Unknown)]
    [InlineData("s3://g/AWSLogs/111122223333/GuardDuty/eu-west-1/2026/01/05/07a3f2ce-1485-3031-b842-e1f324c4a48d.jsonl.gz", LogObjectKind.GuardDuty)]
    [InlineData("""C:\logs\AWSLogs\1\CloudTrail-Digest\x.json.gz""", LogObjectKind.Digest)]
    [InlineData("ConfigHistory/events.json", LogObjectKind.Unknown)]
    [InlineData("CloudTrail-Digest", LogObjectKind.Unknown)]
    [InlineData("CloudTrail-Digest-copy/x.json", LogObjectKind.Unknown)]
    [InlineData("CloudTrail-Digest/AWSLogs/1/CloudTrail/x.json", LogObjectKind.CloudTrail)]
    [InlineData("", LogObjectKind.Unknown)]
    public void The_folder_tells_the_kind(string name, LogObjectKind kind) => Assert.Equal(kind, new LogObject(name).Kind);

    [Fact]
    public void Limits_are_positive()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LogReadLimits.Default with { MaxRecordBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => LogReadLimits.Default with { MaxInflatedBytes = -1 });
    }
}
