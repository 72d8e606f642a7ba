using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Linting;

/// <summary>
/// What lint says of calls that CloudTrail does not have. <c>unknown_events.yml</c> beside this file holds the mistakes, the <c>.txt</c> of
/// the same name the lines. <c>UPDATE_SNAPSHOTS=1</c> writes the lines anew, for their author to read in the diff.
/// </summary>
public sealed class EventLintTests : Workplace
{
    private const string Snapshot = "tests/CloudTrailLambda.Cli.Tests/Linting/unknown_events";

    [Fact]
    public async Task Mistakes_in_sources_and_names_are_told_in_these_words()
    {
        var run = (await Trail.RunAsync("rules", "lint", $"{Snapshot}.yml")).Exits(0);

        var expected = Repository.PathOf($"{Snapshot}.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") await File.WriteAllTextAsync(expected, run.Output, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(expected, TestContext.Current.CancellationToken), run.Output);
    }

    [Theory]
    [InlineData("eventSource: iam.amazonaws.com", "eventName: CreateUser")]
    [InlineData("eventSource: iam.amazonaws.com", "eventName: createuser")]
    [InlineData("eventSource: [iam.amazonaws.com, sts.amazonaws.com]", "eventName: [CreateUser, AssumeRole]")]
    [InlineData("eventSource|endswith: .amazonaws.com", "eventName|startswith: Delete")]
    [InlineData("eventSource: lambda.amazonaws.com", "eventName: [Invoke, AddPermission20150331v2, UpdateFunctionCode20150331v2, GetAccountSettings20160819]")]
    [InlineData("eventSource: lambda.amazonaws.com", "eventName|startswith: [AddPermission20, UpdateFunctionCode]")]
    [InlineData("eventSource: cloudfront.amazonaws.com", "eventName: [CreateDistribution2020_05_31, UpdateDistribution]")]
    [InlineData("eventSource: signin.amazonaws.com", "eventName: [ConsoleLogin, SwitchRole]")]
    [InlineData("eventSource: monitoring.amazonaws.com", "eventName: DeleteAlarms")]
    [InlineData("eventSource: ses.amazonaws.com", "eventName: [DeleteIdentity, CreateEmailIdentity]")]
    [InlineData("eventSource: bedrock.amazonaws.com", "eventName: [InvokeModel, CreateAgent, PutModelInvocationLoggingConfiguration]")]
    [InlineData("eventSource: es.amazonaws.com", "eventName: [CreateElasticsearchDomain, CreateDomain]")]
    [InlineData("eventSource: sso.amazonaws.com", "eventName: [GetRoleCredentials, CreateToken, AssociateProfile]")]
    [InlineData("eventSource: kms.amazonaws.com", "eventName: RotateKey")]
    [InlineData("eventSource: billingconsole.amazonaws.com", "eventName: WhateverItIsCalled")]
    [InlineData("eventSource|re: nothing", "eventName|re: nothing")]
    [InlineData("userAgent: x", "eventName: PutBucketPublicAccessBlock")]
    public async Task What_CloudTrail_has_is_not_warned_of(string source, string name)
    {
        var rule = Write("rule.yml", RuleText("{product: aws, service: cloudtrail}", source, name));

        Assert.Single((await Trail.CallAsync("rules", "lint", rule)).Exits(0).OutputLines);
    }

    [Theory]
    [InlineData("{product: aws, service: guardduty}")]
    [InlineData("{product: aws}")]
    [InlineData("{product: okta, service: okta}")]
    public async Task Rules_for_other_logs_are_not_looked_into(string logSource)
    {
        var rule = Write("rule.yml", RuleText(logSource, "eventSource: nowhere.amazonaws.com", "eventName: Nothing"));

        Assert.Single((await Trail.CallAsync("rules", "lint", rule)).Exits(0).OutputLines);
    }

    [Fact]
    public async Task What_a_filter_says_is_not_held_against_the_rule()
    {
        Write("rule.yml", RuleText("{product: aws, service: cloudtrail}", "eventSource: iam.amazonaws.com", "eventName: CreateUser"));
        Write("filter.yml", """
            title: Nobody
            logsource: {product: aws, service: cloudtrail}
            filter: {rules: [Something], s: {eventName: NoSuchCall}, condition: not s}
            """);

        Assert.Single((await Trail.CallAsync("rules", "lint", Folder)).Exits(0).OutputLines);
    }

    private static string RuleText(string logSource, string source, string name) =>
        $"""
        title: Something
        id: {Rule.Id("something")}
        description: NoSuchCall of nowhere.amazonaws.com
        tags: [attack.persistence, attack.t1098]
        logsource: {logSource}
        level: low
        detection:
          selection:
            {source}
            {name}
          condition: selection
        """;
}
