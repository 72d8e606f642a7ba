using CloudTrailLambda.Cli.Coverage;
using CloudTrailLambda.Cli.Tests.Running;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Cli.Tests.Coverage;

public sealed class AttackMatrixTests : Workplace
{
    [Fact]
    public void Every_tactic_of_a_technique_is_there_and_so_is_the_technique_of_every_sub_technique()
    {
        var matrix = AttackMatrix.Known;

        Assert.Equal(14, matrix.Tactics.Count);
        Assert.All(matrix.Techniques, technique => Assert.Subset(matrix.Tactics.Select(tactic => tactic.Tag).ToHashSet(), technique.Tactics.ToHashSet()));
        Assert.All(matrix.Techniques, technique => Assert.Matches(@"^T\d{4}(\.\d{3})?$", technique.Id));
        Assert.All(matrix.Techniques.Where(technique => technique.IsSubTechnique), technique => Assert.NotNull(matrix.Find(AttackTechnique.Base(technique.Id))));
    }

    [Fact]
    public void Every_technique_and_tactic_of_the_shipped_rules_has_a_name()
    {
        var report = new CoverageReport(RuleSetLoader.LoadPaths([Repository.PathOf("rules")]), [Repository.PathOf("rules")]);

        Assert.All(report.Tactics, tactic => Assert.NotEmpty(tactic.Tactic.Id));
        Assert.All(report.Tactics.SelectMany(tactic => tactic.Techniques), technique => Assert.NotEmpty(technique.Technique.Name));
    }

    [Theory]
    [InlineData("attack.persistence, attack.t1098.001", null)]
    [InlineData("attack.impact, attack.privilege_escalation, attack.t1098", null)]
    [InlineData("attack.t1098", null)]
    [InlineData("attack.impact, attack.t9999", null)]
    [InlineData("attack.ta0003, attack.t1098", null)]
    [InlineData("attack.defense-impairment, attack.t1685.002", null)]
    [InlineData("attack.defense-evasion, attack.t1685", null)]
    [InlineData("attack.impact, attack.t1098", "names T1098 (Account Manipulation), which ATT&CK has under none of the rule's tactics (add attack.persistence or attack.privilege-escalation, or choose another technique)")]
    public async Task Lint_warns_of_a_technique_in_none_of_the_tactics_of_its_rule(string tags, string? warning)
    {
        var rule = Write("rule.yml", Rule.Of("rule", "CreateUser", $"description: x\ntags: [{tags}]"));

        var lines = (await Trail.CallAsync("rules", "lint", rule)).Exits(0).OutputLines;

        Assert.Equal(warning is null ? [] : [$"{rule}:1:1: warning: 'rule' {warning}"], lines[..^1]);
    }
}
