using System.Globalization;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Function;

/// <summary>What the function is told by its environment. The stack sets it.</summary>
internal sealed record FunctionSettings
{
    private const int DefaultRetentionDays = 365;
    private const int MaxRetentionDays = 3_650;
    private const int DefaultQuietStartDays = 7;
    private const int MaxQuietStartDays = 365;
    private const int MaxEventsPerTransaction = 90;

    /// <summary><c>FINDINGS_TABLE</c>: the DynamoDB table.</summary>
    public required string FindingsTable { get; init; }

    /// <summary><c>CORRELATION_TABLE</c>: the DynamoDB table that correlations remember in.</summary>
    public required string CorrelationTable { get; init; }

    /// <summary><c>ALERT_TOPIC_ARN</c>: the SNS topic.</summary>
    public required string AlertTopicArn { get; init; }

    /// <summary><c>ALERT_MIN_SEVERITY</c>: the least severe finding that is worth an alert; medium unless set.</summary>
    public Severity AlertMinSeverity { get; init; }

    /// <summary><c>EVENT_RETENTION_DAYS</c>: how long the events of a finding are kept; a year unless set.</summary>
    public TimeSpan EventRetention { get; init; }

    /// <summary>
    /// <c>QUIET_START_DAYS</c>: for how long after the first event that the state ever saw no value counts as new, 0 to 365 days; a week
    /// unless set.
    /// </summary>
    public TimeSpan QuietStart { get; init; }

    /// <summary>
    /// <c>EVENTS_PER_TRANSACTION</c>: events that are written to the table at once, 1 to 90; as many as DynamoDB can take unless set.
    /// For emulators that take fewer.
    /// </summary>
    public int? EventsPerTransaction { get; init; }

    /// <summary><c>RULES_PATH</c>: rules in place of those in the package; null unless set.</summary>
    public string? RulesPath { get; init; }

    /// <summary><c>AWS_LAMBDA_FUNCTION_NAME</c>, which Lambda sets.</summary>
    public required string FunctionName { get; init; }

    /// <summary>Reads the environment.</summary>
    /// <exception cref="InvalidSettingException">A variable is missing or has a value that is not allowed.</exception>
    public static FunctionSettings Read(Func<string, string?> environment) => new()
    {
        FindingsTable = Required(environment, "FINDINGS_TABLE"),
        CorrelationTable = Required(environment, "CORRELATION_TABLE"),
        AlertTopicArn = Required(environment, "ALERT_TOPIC_ARN"),
        AlertMinSeverity = ReadSeverity(environment("ALERT_MIN_SEVERITY")),
        EventRetention = TimeSpan.FromDays(ReadNumber(environment, "EVENT_RETENTION_DAYS", MaxRetentionDays) ?? DefaultRetentionDays),
        QuietStart = TimeSpan.FromDays(ReadNumber(environment, "QUIET_START_DAYS", MaxQuietStartDays, min: 0) ?? DefaultQuietStartDays),
        EventsPerTransaction = ReadNumber(environment, "EVENTS_PER_TRANSACTION", MaxEventsPerTransaction),
        RulesPath = environment("RULES_PATH") is { Length: > 0 } path ? path : null,
        FunctionName = environment("AWS_LAMBDA_FUNCTION_NAME") is { Length: > 0 } name ? name : "cloudtrail-lambda",
    };

    private static string Required(Func<string, string?> environment, string name) =>
        environment(name) is { Length: > 0 } value ? value : throw new InvalidSettingException($"The environment variable {name} is missing.");

    private static Severity ReadSeverity(string? value)
    {
        if (string.IsNullOrEmpty(value)) return Severity.Medium;
        foreach (var severity in Enum.GetValues<Severity>())
        {
            if (FindingWords.Level(severity) == value) return severity;
        }

        throw new InvalidSettingException($"ALERT_MIN_SEVERITY is \"{value}\"; allowed are {string.Join(", ", Enum.GetValues<Severity>().Select(FindingWords.Level))}.");
    }

    private static int? ReadNumber(Func<string, string?> environment, string name, int max, int min = 1)
    {
        var value = environment(name);
        if (string.IsNullOrEmpty(value)) return null;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new InvalidSettingException($"{name} is \"{value}\"; allowed are {min} to {max}.");
    }
}

/// <summary>The environment is not as the function needs it.</summary>
internal sealed class InvalidSettingException(string message) : Exception(message);
