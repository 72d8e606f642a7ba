using System.Text.Json;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Detection.Tests.Pipeline;

/// <summary>Runs and material for them.</summary>
internal static class Pipelines
{
    public static async Task<RunTotals> RunAsync(this RecordingStore store, DetectionRules rules, MemoryObjects objects, int parallel = 1, ListenerLog? listener = null, Correlator? correlator = null) =>
        await new DetectionPipeline(rules, objects, store, new PipelineOptions { MaxParallelObjects = parallel }, correlator ?? InMemory(rules))
            .RunAsync(objects.All, listener ?? new ListenerLog(), CancellationToken.None);

    /// <summary>A pipeline with one rule.</summary>
    public static DetectionPipeline StopLogging(ILogObjectReader objects, IFindingStore store, PipelineOptions options, AlertDelivery? alerts = null)
    {
        var rules = Load(Rule("StopLogging"));
        return new DetectionPipeline(rules, objects, store, options, InMemory(rules), alerts);
    }

    /// <summary>A correlator that starts empty.</summary>
    public static Correlator InMemory(DetectionRules rules) => Correlator.InMemory(rules, TimeProvider.System);

    public static DetectionRules Load(params IEnumerable<string> rules)
    {
        var ruleSet = RuleSetLoader.Load(rules.Select((text, i) => new RuleSource($"rule{i}.yml", text)));
        Assert.Empty(ruleSet.Diagnostics);
        return new DetectionRules(ruleSet);
    }

    /// <summary>A rule for one call of any service.</summary>
    public static string Rule(string eventName, string? id = "7f5f8a3a-9b1e-4a2c-8d0e-3f1f0c9b2a11", string extra = "") =>
        $"""
        title: {eventName} was called
        {(id is null ? "" : $"id: {id}")}
        name: rule_{eventName}
        status: test
        level: medium
        logsource:
          product: aws
          service: cloudtrail
        detection:
          selection:
            eventName: {eventName}
          condition: selection
        {extra}
        """;

    /// <summary>A correlation: so many calls of the rule by one user within ten minutes.</summary>
    public static string AtLeast(int count, string rule) =>
        $"""
        title: Many calls
        id: 1d4c0c53-8f4e-4f5b-9a4e-64ad8f3a0b77
        status: test
        level: high
        correlation:
          type: event_count
          rules:
            - {rule}
          group-by:
            - userIdentity.userName
          timespan: 10m
          condition:
            gte: {count}
        """;

    /// <summary>A record; what is null is left out.</summary>
    public static string Record(string? eventId, string? eventTime, string eventName = "StopLogging", string user = "mallory", string bucket = "b")
    {
        var record = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["eventName"] = eventName,
            ["eventSource"] = "cloudtrail.amazonaws.com",
            ["awsRegion"] = "eu-west-1",
            ["sourceIPAddress"] = "203.0.113.9",
            ["recipientAccountId"] = "111122223333",
            ["userIdentity"] = new { type = "IAMUser", arn = $"arn:aws:iam::111122223333:user/{user}", userName = user },
            ["requestParameters"] = new { bucketName = bucket },
        };
        if (eventId is not null) record["eventID"] = eventId;
        if (eventTime is not null) record["eventTime"] = eventTime;
        return JsonSerializer.Serialize(record);
    }
}
