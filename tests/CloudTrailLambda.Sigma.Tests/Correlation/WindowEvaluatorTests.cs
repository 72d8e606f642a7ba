using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Sigma.Tests.Correlation;

public sealed class WindowEvaluatorTests
{
    [Theory]
    [InlineData("{gte: 3}", "a@0 a@30 a@60", "0-60[60] e0,e1,e2")]
    [InlineData("{gte: 3}", "a@0 a@30 a@61", "")]
    [InlineData("{gt: 2}", "a@0 a@30 a@60", "0-60[60] e0,e1,e2")]
    [InlineData("{gt: 3}", "a@0 a@30 a@60", "")]
    [InlineData("{gte: 2}", "a@0 a@60 a@120", "0-120[60,120] e0,e1,e2")]
    [InlineData("{gte: 2}", "a@0 a@1 a@100 a@101", "0-1[1] e0,e1 | 100-101[101] e2,e3")]
    [InlineData("{gte: 2}", "a@0 a@0 a@0", "0-0[0] e0,e1,e2")]
    [InlineData("{gte: 1}", "", "")]
    [InlineData("{lt: 3}", "a@0 a@30", "0-30[30] e0,e1")]
    [InlineData("{lt: 3}", "a@0 a@30 a@60", "")]
    [InlineData("{lte: 2}", "a@0 a@30 a@61", "0-61[30,61] e0,e1,e2")]
    [InlineData("{eq: 2}", "a@0 a@1 a@100 a@101 a@102", "0-1[1] e0,e1")]
    [InlineData("{eq: 1}", "a@0 a@30 a@60", "")]
    [InlineData("{neq: 2}", "a@0 a@1 a@100", "100-100[100] e2")]
    [InlineData("{gte: 2, lte: 3}", "a@0 a@1 a@2 a@3 a@100 a@101", "100-101[101] e4,e5")]
    public void Event_count_over_windows_with_both_ends(string condition, string events, string expected) =>
        Assert.Equal(expected, Scenario.Of("event_count", condition).Run(events));

    [Theory]
    [InlineData("{field: v, gte: 2}", "a@0:x a@10:x a@20:y", "0-20[20] e0,e1,e2")]
    [InlineData("{field: v, gte: 2}", "a@0:x a@61:y", "")]
    [InlineData("{field: v, gte: 2}", "a@0:x a@60:X", "0-60[60] e0,e1")]
    [InlineData("{field: v, gte: 2}", "a@0:x a@10 a@20", "")]
    [InlineData("{field: v, lt: 2}", "a@0 a@10", "")]
    [InlineData("{field: v, eq: 1}", "a@0:x a@10:x", "0-10[10] e0,e1")]
    public void Value_count_counts_different_values(string condition, string events, string expected) =>
        Assert.Equal(expected, Scenario.Of("value_count", condition).Run(events));

    [Theory]
    [InlineData("value_sum", "{field: v, gte: 10}", "a@0:4 a@10:6", "0-10[10] e0,e1")]
    [InlineData("value_sum", "{field: v, gte: 10}", "a@0:4 a@61:6", "")]
    [InlineData("value_sum", "{field: v, eq: 0.3}", "a@0:0.1 a@1:0.2 a@2:no", "0-2[2] e0,e1,e2")]
    [InlineData("value_sum", "{field: v, gte: 10}", "a@0:20 a@1:-15", "")]
    [InlineData("value_sum", "{field: v, gte: 0}", "a@0:x a@1", "")]
    [InlineData("value_sum", "{field: v, lte: 1}", "a@0:1e30 a@1:1", "0-1[1] e0,e1")]
    [InlineData("value_avg", "{field: v, gt: 5}", "a@0:4 a@1:7", "0-1[1] e0,e1")]
    [InlineData("value_avg", "{field: v, gt: 5}", "a@0:9 a@1:1", "")]
    [InlineData("value_median", "{field: v, eq: 2.5}", "a@0:1 a@1:100 a@2:2 a@3:3", "0-3[3] e0,e1,e2,e3")]
    [InlineData("value_median", "{field: v, eq: 2}", "a@0:1 a@1:100 a@2:2", "0-2[2] e0,e1,e2")]
    [InlineData("value_percentile", "{field: v, percentile: 90, eq: 9}", "a@0:10 a@1:0", "0-1[1] e0,e1")]
    [InlineData("value_percentile", "{field: v, percentile: 0, eq: 0}", "a@0:10 a@1:0", "0-1[1] e0,e1")]
    [InlineData("value_percentile", "{field: v, percentile: 100, eq: 10}", "a@0:10 a@1:0", "0-1[1] e0,e1")]
    [InlineData("value_percentile", "{field: v, eq: 5}", "a@0:10 a@1:0", "0-1[1] e0,e1")]
    public void Statistics_are_taken_of_full_windows(string type, string condition, string events, string expected) =>
        Assert.Equal(expected, Scenario.Of(type, condition).Run(events));

    [Fact]
    public void Statistics_forget_what_has_left_the_window() =>
        Assert.Equal("100-101[101] e2,e3", Scenario.Of("value_sum", "{field: v, eq: 3}").Run("a@0:5 a@1:5 a@100:1 a@101:2"));

    [Theory]
    [InlineData("", "c@0 a@30 b@60", "0-60[60] e0,e1,e2")]
    [InlineData("", "c@0 a@30 b@61", "")]
    [InlineData("", "a@0 b@10", "")]
    [InlineData("{gte: 2}", "a@0 b@10", "0-10[10] e0,e1")]
    [InlineData("{gte: 2}", "a@0 a@10", "")]
    [InlineData("a and (b or c)", "a@0 c@10", "0-10[10] e0,e1")]
    [InlineData("a and (b or c)", "b@0 c@10", "")]
    [InlineData("a and not b", "a@0 a@100 b@110", "0-0[0] e0")]
    [InlineData("a and not b", "b@0 a@60", "")]
    [InlineData("a and not b", "b@0 a@61", "61-61[61] e1")]
    [InlineData("a and not b", "a@0 b@60", "")]
    public void Temporal_asks_which_rules_appear(string condition, string events, string expected) =>
        Assert.Equal(expected, Scenario.Of("temporal", condition, ruleCount: 3).Run(events));

    [Theory]
    [InlineData("", "a@0 b@30 c@60", "0-60[60] e0,e1,e2")]
    [InlineData("", "a@0 c@30 b@60", "")]
    [InlineData("", "c@0 b@0 a@0", "0-0[0] e2,e1,e0")]
    [InlineData("", "b@0 a@10 b@20 a@30 c@40", "0-40[40] e0,e1,e2,e3,e4")]
    [InlineData("", "a@0 a@50 b@61 c@62", "50-62[62] e1,e2,e3")]
    [InlineData("", "a@0 b@30 c@61", "")]
    [InlineData("{gte: 2}", "a@0 c@30", "0-30[30] e0,e1")]
    [InlineData("{gte: 2}", "c@0 a@30", "")]
    [InlineData("a and b and c", "a@0 b@1 c@2", "0-2[2] e0,e1,e2")]
    [InlineData("a and b and c", "b@0 a@1 c@2", "")]
    public void Temporal_ordered_asks_in_which_order(string condition, string events, string expected) =>
        Assert.Equal(expected, Scenario.Of("temporal_ordered", condition, ruleCount: 3).Run(events));

    [Fact]
    public void An_event_that_arrives_twice_counts_once()
    {
        var scenario = Scenario.Of("event_count", "{gte: 3}");
        var events = Scenario.Events("a@0 a@1");

        Assert.Empty(WindowEvaluator.Evaluate(scenario.Correlation, [], [.. events, .. events, .. events]));
    }

    [Theory]
    [InlineData("event_count", "{gte: 3}", true)]
    [InlineData("event_count", "{gt: 3}", true)]
    [InlineData("event_count", "{lt: 3}", false)]
    [InlineData("event_count", "{gte: 2, lte: 5}", false)]
    [InlineData("event_count", "{eq: 3}", false)]
    [InlineData("event_count", "{neq: 3}", false)]
    [InlineData("value_count", "{field: v, gte: 3}", true)]
    [InlineData("value_sum", "{field: v, gte: 3}", false)]
    [InlineData("value_avg", "{field: v, gte: 3}", false)]
    [InlineData("value_median", "{field: v, gte: 3}", false)]
    [InlineData("value_percentile", "{field: v, gte: 3}", false)]
    [InlineData("temporal", "", true)]
    [InlineData("temporal", "a or b and c", true)]
    [InlineData("temporal", "a and not b", false)]
    [InlineData("temporal_ordered", "", true)]
    [InlineData("temporal_ordered", "a and b and c", true)]
    [InlineData("temporal_ordered", "a and b", false)]
    public void Conditions_that_more_events_can_undo_are_known(string type, string condition, bool isMonotone) =>
        Assert.Equal(isMonotone, WindowEvaluator.IsMonotone(Scenario.Of(type, condition, ruleCount: 3).Correlation));
}
