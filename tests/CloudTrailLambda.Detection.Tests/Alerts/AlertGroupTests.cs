using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Detection.Tests.Alerts;

public sealed class AlertGroupTests
{
    [Fact]
    public void What_the_events_have_in_common_is_told_unless_it_is_who_did_it()
    {
        var byActor = SampleFinding.Ordinary;
        var byBucket = byActor with { Key = byActor.Key with { Group = new FindingGroup(new GroupField("requestParameters.bucketName", "payroll"), new GroupField("awsRegion", null)) } };

        Assert.DoesNotContain("Group", AlertProse.Of(byActor, [], null) + ChatNotification.Of(byActor, [], null), StringComparison.Ordinal);
        Assert.Contains("Group:       requestParameters.bucketName = payroll\n             awsRegion = (none)\n", AlertProse.Of(byBucket, [], null), StringComparison.Ordinal);
        Assert.Contains("Group: `requestParameters.bucketName` `payroll`, `awsRegion` `(none)`", ChatNotification.Of(byBucket, [], null), StringComparison.Ordinal);
    }
}
