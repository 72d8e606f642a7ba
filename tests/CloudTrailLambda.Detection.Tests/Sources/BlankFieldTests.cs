using System.Text;
using CloudTrailLambda.Detection.Sources;
using CloudTrailLambda.Sigma;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Detection.Tests.Sources;

/// <summary>Records that passed through a store with a schema, which writes every field.</summary>
public sealed class BlankFieldTests
{
    private const string Rule = """
        title: Bucket deleted by a person
        id: 2b1f4a4e-5a55-4b63-9c39-0b8a6f6f0a05
        name: bucket_deleted
        level: low
        logsource: {product: aws, service: cloudtrail}
        detection:
          selection: {eventName: DeleteBucket, errorCode: null}
          service: {userIdentity.invokedBy: '?*'}
          condition: selection and not service
        """;

    [Theory]
    [InlineData("""{"eventName":"DeleteBucket"}""", true)]
    [InlineData("""{"eventName":"DeleteBucket","errorCode":null}""", true)]
    [InlineData("""{"eventName":"DeleteBucket","errorCode":"","errorMessage":"","userIdentity":{"invokedBy":""}}""", true)]
    [InlineData("""{"eventName":"DeleteBucket","errorCode":" "}""", false)]
    [InlineData("""{"eventName":"DeleteBucket","errorCode":"AccessDenied"}""", false)]
    [InlineData("""{"eventName":"DeleteBucket","userIdentity":{"invokedBy":"cloudformation.amazonaws.com"}}""", false)]
    public void An_empty_text_is_as_good_as_no_error_and_no_service(string record, bool isMatch)
    {
        var session = RuleMatcher.Compile(RuleSetLoader.Load([new RuleSource("rule.yml", Rule)]), LogSources.Records, ["eventName"], ["errorCode"], out var slots).OpenSession();

        Assert.True(session.TryRead(Encoding.UTF8.GetBytes(record), out _));
        Assert.Equal(isMatch, session.Match().Length == 1);
        if (isMatch) Assert.Null(session.GetString(slots[0]));
    }

    [Theory]
    [InlineData("errorCode|exists: true", """{"eventName":"DeleteBucket","errorCode":""}""")]
    [InlineData("userAgent: ''", """{"eventName":"DeleteBucket","userAgent":""}""")]
    public void The_key_is_still_there_and_an_empty_text_elsewhere_is_a_text(string test, string record)
    {
        var rules = RuleSetLoader.Load([new RuleSource("rule.yml", Rule.Replace("errorCode: null", test, StringComparison.Ordinal))]);
        var session = RuleMatcher.Compile(rules, LogSources.Records, ["eventName"], [], out _).OpenSession();

        Assert.True(session.TryRead(Encoding.UTF8.GetBytes(record), out _));
        Assert.Equal(1, session.Match().Length);
    }
}
