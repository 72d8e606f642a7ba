using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Sigma.Tests.Correlation;

/// <summary>What must hold for any events: their order of arrival does not show, and monotone conditions mean "any window".</summary>
public sealed class WindowPropertyTests
{
    private const int Rounds = 400;

    public static TheoryData<string, string, int> Kinds() => new()
    {
        { "event_count", "{gte: 3}", 2 },
        { "event_count", "{lte: 2}", 2 },
        { "event_count", "{eq: 2}", 1 },
        { "value_count", "{field: v, gte: 3}", 2 },
        { "value_count", "{field: v, neq: 2}", 2 },
        { "value_sum", "{field: v, gt: 4}", 1 },
        { "value_avg", "{field: v, gte: 2}", 1 },
        { "value_median", "{field: v, eq: 2}", 1 },
        { "value_percentile", "{field: v, percentile: 75, gte: 2}", 1 },
        { "temporal", "", 3 },
        { "temporal", "{gte: 2}", 3 },
        { "temporal", "a and not b", 3 },
        { "temporal", "a and (b or c)", 3 },
        { "temporal_ordered", "", 3 },
        { "temporal_ordered", "{gte: 2}", 3 },
        { "temporal_ordered", "a and b", 3 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_order_of_arrival_does_not_show(string type, string condition, int ruleCount)
    {
        var correlation = Scenario.Of(type, condition, ruleCount: ruleCount).Correlation;
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var events = RandomEvents(random, ruleCount);
            var inOrder = Scenario.Describe(WindowEvaluator.Evaluate(correlation, [], [.. events]));
            var shuffled = events.ToArray();
            random.Shuffle(shuffled);

            Assert.True(inOrder == Scenario.Describe(WindowEvaluator.Evaluate(correlation, [], [.. shuffled])), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("event_count", "{gte: 3}", 2)]
    [InlineData("event_count", "{gt: 1}", 1)]
    [InlineData("value_count", "{field: v, gte: 3}", 2)]
    [InlineData("temporal", "", 3)]
    [InlineData("temporal", "{gte: 2}", 3)]
    [InlineData("temporal", "a and (b or c)", 3)]
    [InlineData("temporal_ordered", "", 3)]
    [InlineData("temporal_ordered", "{gte: 2}", 3)]
    public void A_monotone_condition_holds_where_some_window_fulfils_it(string type, string condition, int ruleCount)
    {
        var correlation = Scenario.Of(type, condition, ruleCount: ruleCount).Correlation;
        var fulfilledCount = 0;
        for (var seed = 0; seed < Rounds; seed++)
        {
            var events = RandomEvents(new Random(seed), ruleCount);
            var expected = events.Select(observation => observation.Time).Distinct().Order()
                .Where(end => Holds(type, condition, events.Where(observation => observation.Time <= end && observation.Time >= end - correlation.Timespan).ToArray())).ToArray();

            var actual = WindowEvaluator.Evaluate(correlation, [], [.. events]).SelectMany(stretch => stretch.WindowEnds).ToArray();

            Assert.True(expected.SequenceEqual(actual), $"seed {seed}: {string.Join(' ', events)}");
            fulfilledCount += expected.Length > 0 ? 1 : 0;
        }

        Assert.InRange(fulfilledCount, Rounds / 20, Rounds - 1);
    }

    [Fact]
    public void More_events_never_undo_a_monotone_condition()
    {
        var correlation = Scenario.Of("temporal_ordered", "", ruleCount: 3).Correlation;
        for (var seed = 0; seed < Rounds; seed++)
        {
            var events = RandomEvents(new Random(seed), ruleCount: 3);
            var all = Ends(correlation, events);

            Assert.Empty(Ends(correlation, events.Where((_, i) => i % 3 != 0).ToArray()).Except(all));
        }
    }

    private static DateTimeOffset[] Ends(Sigma.Rules.SigmaCorrelation correlation, Observation[] events) =>
        WindowEvaluator.Evaluate(correlation, [], [.. events]).SelectMany(stretch => stretch.WindowEnds).ToArray();

    // Over the events of one window, by the words of the specification.
    private static bool Holds(string type, string condition, Observation[] window)
    {
        var inputs = window.Select(observation => observation.Input).Distinct().ToArray();
        return (type, condition) switch
        {
            ("event_count", "{gte: 3}") => window.Length >= 3,
            ("event_count", _) => window.Length > 1,
            ("value_count", _) => window.Select(observation => observation.Value).OfType<string>().Distinct().Count() >= 3,
            ("temporal", "") => inputs.Length == 3,
            ("temporal", "{gte: 2}") => inputs.Length >= 2,
            ("temporal", _) => inputs.Contains(0) && (inputs.Contains(1) || inputs.Contains(2)),
            ("temporal_ordered", "") => HasChain(window, [0, 1, 2]),
            _ => HasChain(window, [0, 1]) || HasChain(window, [0, 2]) || HasChain(window, [1, 2]),
        };
    }

    private static bool HasChain(Observation[] window, int[] inputs) =>
        inputs.Length == 1
            ? window.Any(observation => observation.Input == inputs[0])
            : window.Where(observation => observation.Input == inputs[0]).Any(first => HasChain(window.Where(next => next.Time >= first.Time).ToArray(), inputs[1..]));

    private static Observation[] RandomEvents(Random random, int ruleCount) => Enumerable.Range(0, random.Next(1, 14)).Select(i =>
        new Observation(Scenario.At(10 * random.Next(20)), $"e{i}", random.Next(ruleCount), random.Next(4) == 0 ? null : random.Next(5).ToString())).ToArray();
}
