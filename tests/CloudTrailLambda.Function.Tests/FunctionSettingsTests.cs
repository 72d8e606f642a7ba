using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Function.Tests;

public sealed class FunctionSettingsTests
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["FINDINGS_TABLE"] = "findings",
        ["CORRELATION_TABLE"] = "correlation",
        ["ALERT_TOPIC_ARN"] = "arn:aws:sns:eu-west-1:111122223333:alerts",
    };

    [Fact]
    public void Three_variables_suffice()
    {
        var settings = Read();

        Assert.Equal(
            ("findings", "correlation", "arn:aws:sns:eu-west-1:111122223333:alerts"), (settings.FindingsTable, settings.CorrelationTable, settings.AlertTopicArn));
        Assert.Equal((Severity.Medium, TimeSpan.FromDays(365)), (settings.AlertMinSeverity, settings.EventRetention));
        Assert.Equal(TimeSpan.FromDays(7), settings.QuietStart);
        Assert.Null(settings.RulesPath);
    }

    [Fact]
    public void All_can_be_set()
    {
        _environment["ALERT_MIN_SEVERITY"] = "critical";
        _environment["EVENT_RETENTION_DAYS"] = "30";
        _environment["QUIET_START_DAYS"] = "0";
        _environment["RULES_PATH"] = "/opt/rules";
        _environment["AWS_LAMBDA_FUNCTION_NAME"] = "detect";

        var settings = Read();

        Assert.Equal((Severity.Critical, TimeSpan.FromDays(30), TimeSpan.Zero), (settings.AlertMinSeverity, settings.EventRetention, settings.QuietStart));
        Assert.Equal(("/opt/rules", "detect"), (settings.RulesPath, settings.FunctionName));
    }

    [Theory]
    [InlineData("FINDINGS_TABLE", "")]
    [InlineData("CORRELATION_TABLE", "")]
    [InlineData("ALERT_TOPIC_ARN", "")]
    [InlineData("ALERT_MIN_SEVERITY", "urgent")]
    [InlineData("ALERT_MIN_SEVERITY", "High")]
    [InlineData("EVENT_RETENTION_DAYS", "0")]
    [InlineData("EVENT_RETENTION_DAYS", "3651")]
    [InlineData("EVENT_RETENTION_DAYS", "a year")]
    [InlineData("QUIET_START_DAYS", "-1")]
    [InlineData("QUIET_START_DAYS", "366")]
    public void A_value_that_is_not_allowed_is_refused_by_its_name(string name, string value)
    {
        _environment[name] = value;

        Assert.Contains(name, Assert.Throws<InvalidSettingException>(Read).Message, StringComparison.Ordinal);
    }

    private FunctionSettings Read() => FunctionSettings.Read(_environment.GetValueOrDefault);
}
