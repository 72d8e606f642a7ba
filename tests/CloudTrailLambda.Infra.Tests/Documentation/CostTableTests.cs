using System.Globalization;
using CloudTrailLambda.Infra.Configuration;
using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests.Documentation;

/// <summary>The table of what it costs is worked out again from the assumptions and the prices beside it.</summary>
public sealed class CostTableTests
{
    private const int Scales = 3;

    private static readonly IReadOnlyList<string[]> Table = DeploymentGuide.Rows("### A month");

    private static readonly CostModel[] Models =
        [.. Enumerable.Range(1, Scales).Select(column => new CostModel(CostModel.Parse(Row("records")[column]), CostModel.Parse(Row("records a file")[column])))];

    [Fact]
    public void It_is_for_a_small_a_large_and_a_huge_account() =>
        Assert.Equal(["1,000,000", "100,000,000", "10,000,000,000"], Row("records")[1..]);

    [Fact]
    public void Every_figure_follows_from_the_assumptions_and_the_prices()
    {
        foreach (var part in Models[0].Parts().Keys) Assert.Equal(Models.Select(model => Dollars(model.Parts()[part])), Row(part)[1..]);
        Assert.Equal(Models.Select(model => $"**{Dollars(model.Parts().Values.Sum())}**"), Row("**together**")[1..]);
        Assert.Equal(Models.Select(model => Dollars(model.GuardDuty)), Row("GuardDuty, for comparison")[1..]);
        Assert.Equal(Models.Select(model => model.LogFilesGb.ToString("#,0.0", CultureInfo.InvariantCulture)), Row("log files in the bucket, GB")[1..]);
    }

    [Fact]
    public void The_table_has_no_other_rows() =>
        Assert.Equal(
            ((string[])["records", "records a file", "**together**", "GuardDuty, for comparison", "log files in the bucket, GB", .. Models[0].Parts().Keys]).Order(StringComparer.Ordinal),
            Table.Select(row => row[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void The_assumptions_are_what_the_stack_is()
    {
        var stack = Stacks.Of(Configurations.Default);
        Assert.Equal(stack.Only("AWS::Lambda::Function").Number("MemorySize") / 1024.0, CostModel.Of("memory, GB"));
        Assert.Equal(stack.All("AWS::KMS::Key").Count(), CostModel.Of("keys"));
        Assert.Equal(stack.All("AWS::CloudWatch::Alarm").Count(), CostModel.Of("alarms"));
        Assert.Equal(Settings.Parse(Configurations.Of(Configurations.Default)).Findings.EventRetentionDays / 30, CostModel.Of("months that findings are kept"));
    }

    private static string[] Row(string name) => Assert.Single(Table, row => row[0] == name);

    private static string Dollars(double amount) => amount.ToString("$#,0.00", CultureInfo.InvariantCulture);
}
