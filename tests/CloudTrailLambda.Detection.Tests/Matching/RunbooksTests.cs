using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Detection.Tests.Pipeline;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Detection.Tests.Matching;

public sealed class RunbooksTests
{
    private const string RuleId = "7f5f8a3a-9b1e-4a2c-8d0e-3f1f0c9b2a11";
    private const string CorrelationId = "1d4c0c53-8f4e-4f5b-9a4e-64ad8f3a0b77";

    [Theory]
    [InlineData("runbook: [One., Two.]", "One.", "Two.")]
    [InlineData("runbook: One.", "One.")]
    [InlineData("runbook: []")]
    [InlineData("window: 2h")]
    [InlineData("runbook: ['', ' ', One., \"\\n\"]", "One.")]
    [InlineData("runbook: [\" a\\tb\\r\\nc\\u0085d\\u2028e  \"]", "a b c d e")]
    [InlineData("runbook:\n    - |\n      One\n      and a half.\n    - >-\n      Two.", "One and a half.", "Two.")]
    [InlineData("runbook: [\"\\e[31m<!channel>\\u202e\"]", "\u001b[31m<!channel>\u202e")]
    public void Steps_keep_their_order_and_words_and_are_one_line_each(string custom, params string[] steps) =>
        Assert.Equal(steps, Of(Pipelines.Rule("StopLogging", RuleId, $"custom:\n  {custom}")).StepsOf(RuleId));

    [Fact]
    public void Rules_and_correlations_have_their_own_and_unknown_ones_none()
    {
        var runbooks = Of(
            Pipelines.Rule("StopLogging", RuleId, "custom: {runbook: [Of the rule.]}"),
            Pipelines.AtLeast(2, "rule_StopLogging") + "\ncustom: {runbook: [Of the correlation.]}");

        Assert.Equal(["Of the rule."], runbooks.StepsOf(RuleId));
        Assert.Equal(["Of the correlation."], runbooks.StepsOf(CorrelationId));
        Assert.Empty(runbooks.StepsOf("00000000-0000-0000-0000-000000000000"));
        Assert.Empty(runbooks.StepsOf(""));
    }

    [Fact]
    public async Task A_rule_without_an_id_is_found_by_what_its_findings_call_it()
    {
        var rules = Pipelines.Load(Pipelines.Rule("StopLogging", id: null, "custom: {runbook: [One.]}"));
        var store = new InMemoryFindingStore(new LeapingClock());
        var objects = new MemoryObjects().AddText("log.json", $$"""{"Records":[{{Pipelines.Record("e-1", "2026-10-14T09:00:00Z")}}]}""");

        await new DetectionPipeline(rules, objects, store, new PipelineOptions(), Pipelines.InMemory(rules)).RunAsync(objects.All, new ListenerLog(), CancellationToken.None);

        var finding = Assert.Single(await store.ListAsync(new FindingQuery(), CancellationToken.None).ToListAsync());
        Assert.Equal(["One."], new Runbooks(rules.RuleSet).StepsOf(finding.Rule.Id));
    }

    private static Runbooks Of(params string[] rules) => new(Pipelines.Load(rules).RuleSet);
}
