namespace CloudTrailLambda.Cli.Tests.Running;

/// <summary>Rules made for tests.</summary>
internal static class Rule
{
    /// <summary>A rule that matches one call.</summary>
    public static string Of(string name, string eventName, string extra = "") =>
        $"""
        title: {name}
        id: {Id(name)}
        name: {name}
        status: test
        level: low
        logsource:
          product: aws
          service: cloudtrail
        detection:
          selection:
            eventName: {eventName}
          condition: selection
        {extra}
        """;

    /// <summary>A correlation of two events of one rule within five minutes, by user.</summary>
    public static string Twice(string name, string of, bool generate) =>
        $"""
        title: {name}
        id: {Id(name)}
        status: test
        level: high
        correlation:
          type: event_count
          rules:
            - {of}
          group-by:
            - userIdentity.userName
          timespan: 5m
          condition:
            gte: 2
          generate: {(generate ? "true" : "false")}
        """;

    /// <summary>A rule that does not load.</summary>
    public static string Invalid { get; } = Of("invalid", "StopLogging").Replace("condition: selection", "condition: selction", StringComparison.Ordinal);

    public static string Id(string name) =>
        new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString();
}
