using System.Text;
using System.Text.Json;
using CloudTrailLambda.Detection.Sources;

namespace CloudTrailLambda.Sigma.Tests.Rules;

/// <summary>A record that nothing matches, nearly all there are, must leave nothing for the garbage collector.</summary>
public sealed class AllocationTests
{
    private const string Identity = """ "userIdentity":{"type":"AssumedRole","principalId":"AROACKCEVSQ6C2EXAMPLE:maria","arn":"arn:aws:sts::111122223333:assumed-role/Developer/maria","accountId":"111122223333","accessKeyId":"ASIAIOSFODNN7EXAMPLE","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/Developer","userName":"Developer"},"attributes":{"mfaAuthenticated":"true"}}} """;

    public static TheoryData<string, string> QuietRecords() => new()
    {
        { "a list call", Record("DescribeInstances", "ec2.amazonaws.com", """{"instancesSet":{},"filterSet":{"items":[{"name":"vpc-id"}]}}""") },
        { "a data event", Record("GetObject", "s3.amazonaws.com", """{"bucketName":"logs","key":"a/b.gz"}""") },
        { "a call that many rules look at", Record("AttachUserPolicy", "iam.amazonaws.com", """{"userName":"app","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}""", "\"errorCode\":\"ThrottlingException\",") },
        { "a denied call", Record("GetParameter", "ssm.amazonaws.com", "null", "\"errorCode\":\"ThrottlingException\",") },
        { "a policy in a text", Record("PutUserPolicy", "iam.amazonaws.com", """{"userName":"app","policyDocument":"{\n \"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],\"Resource\":\"arn:aws:s3:::logs\/*\"}]}"}""", "\"errorCode\":\"ThrottlingException\",") },
        { "escapes in fields that rules read", Record("Describe\\u0041ddresses", "ec2.amazonaws\\u002ecom", """{"userName":"maria \"m\" \u00e9\ud83d"}""", "\"userAgent\":\"[aws-cli\\/2.17.9 \\u0070rompt\\/off \\ud83d]\",") },
        { "letters beyond ASCII", Record("TagResource", "athena.amazonaws.com", """{"userName":"José","tags":[{"key":"größe","value":"ſ"}]}""") },
        { "no fields that rules know", """{"unknown":[1,2,{"a":"\u00e9"}]}""" },
    };

    [Theory]
    [MemberData(nameof(QuietRecords))]
    public void Reading_and_matching_allocates_nothing(string what, string json)
    {
        using var valid = JsonDocument.Parse(json);
        var record = Encoding.UTF8.GetBytes(json);
        var session = RuleMatcher.Compile(RepositoryRules.All, LogSources.Records, ["eventName", "eventSource"], ["eventTime", "eventID"], out _).OpenSession();
        for (var i = 0; i < 100; i++) Assert.Equal(0, MatchCount(session, record));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) MatchCount(session, record);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated == 0, $"{what}: {allocated} bytes");
    }

    private static int MatchCount(MatchSession session, byte[] record) => session.TryRead(record, out _) ? session.Match().Length : -1;

    private static string Record(string eventName, string eventSource, string parameters, string more = "") =>
        $$"""{"eventVersion":"1.11",{{Identity}},"eventTime":"2026-10-14T09:00:00Z","eventSource":"{{eventSource}}","eventName":"{{eventName}}","awsRegion":"eu-west-1","sourceIPAddress":"198.51.100.24",{{more}}"requestParameters":{{parameters}},"responseElements":null,"eventID":"00000000-0000-4000-8000-000000000001","eventType":"AwsApiCall","recipientAccountId":"111122223333"}""";
}
