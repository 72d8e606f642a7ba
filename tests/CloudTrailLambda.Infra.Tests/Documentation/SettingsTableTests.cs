using System.Globalization;
using System.Text.RegularExpressions;
using CloudTrailLambda.Infra.Configuration;
using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests.Documentation;

/// <summary>The guide names every setting, as it is read.</summary>
public sealed partial class SettingsTableTests
{
    [Fact]
    public void The_table_has_each_setting_with_its_default_and_what_is_allowed()
    {
        var documented = DeploymentGuide.Rows("## Settings").Select(row => $"{row[0]} | {row[1]} | {row[2]}");
        var known = Settings.Known().Select(setting => $"`{setting.Name}` | {(setting.Default.Length > 0 ? $"`{setting.Default}`" : "")} | {setting.Allowed}");
        Assert.Equal(known.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        Assert.All(DeploymentGuide.Rows("## Settings"), row => Assert.True(row[3].Length > 20, row[0]));
    }

    [Fact]
    public void Every_setting_in_a_command_is_one()
    {
        var names = Settings.Known().Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal);
        var used = Option().Matches(DeploymentGuide.Text).Select(match => match.Groups["name"].Value).Where(name => name != "name").ToArray();
        Assert.NotEmpty(used);
        Assert.All(used, name => Assert.Contains(name, names));
    }

    [Fact]
    public void Every_output_of_the_stack_is_explained() =>
        Assert.Equal(
            Stacks.Of(Configurations.Default).Outputs.Keys.Select(name => $"`{name}`").Order(StringComparer.Ordinal),
            DeploymentGuide.Rows("### Outputs").Select(row => row[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_alarm_is_explained() =>
        Assert.Equal(
            Stacks.Of(Configurations.Default).All("AWS::CloudWatch::Alarm").Select(alarm => $"`{alarm.Text("AlarmName")["CloudTrailLambda-".Length..]}`").Order(StringComparer.Ordinal),
            DeploymentGuide.Rows("### Alarms").Select(row => row[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void Figures_in_the_text_are_those_of_the_stack()
    {
        var stack = Stacks.Of(Configurations.Default);
        var queue = stack.Only("AWS::SQS::Queue", "IntakeQueue");
        Assert.Contains($"for {queue.Number("VisibilityTimeout").ToString(CultureInfo.InvariantCulture)} seconds", DeploymentGuide.Text, StringComparison.Ordinal);
        Assert.Contains($"{queue.Number("RedrivePolicy.maxReceiveCount")} attempts", DeploymentGuide.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?<![\w-])-c (?<name>\w+)=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();
}
