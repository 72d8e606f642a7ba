using System.Globalization;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Detection.Tests.Pipeline;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Detection.Tests.Correlation;

/// <summary>What a file costs does not grow with what its groups have seen.</summary>
public sealed class BoundedCostTests
{
    private static readonly DateTimeOffset Noon = new(2026, 10, 14, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("event_count", 1_000_000)]
    [InlineData("value_count", 100_000)]
    [InlineData("temporal_ordered", 100_000)]
    public async Task A_group_with_a_million_observations_in_its_window_costs_a_file_no_more_than_a_small_one(string type, int count)
    {
        var rules = Pipelines.Load(Pipelines.Rule("StopLogging", id: null), Pipelines.Rule("StartLogging", id: null), Correlation(type));
        var state = new CountingState(new InMemoryCorrelationState(TimeProvider.System));
        var correlator = new Correlator(rules, new CorrelationOptions(state, TimeProvider.System));
        for (var first = 0; first < count; first += 50_000) await ObserveAsync(rules, correlator, first, 50_000);
        state.Reset();

        await ObserveAsync(rules, correlator, count, 200);

        Assert.Equal((2, 1), (state.Reads, state.Writes));
        Assert.InRange(state.PagesRead, 1, 3);
        Assert.InRange(state.BytesRead, 1, 3 * 100_000);
        Assert.InRange(state.LargestWrite, 1, 100_000);
    }

    [Fact]
    public async Task A_value_that_is_known_costs_nothing()
    {
        var rules = Pipelines.Load(Pipelines.Rule("StopLogging", id: null), """
            title: New address
            id: 1d4c0c53-8f4e-4f5b-9a4e-64ad8f3a0b77
            correlation: {type: new_value, rules: [rule_StopLogging], field: sourceIPAddress, timespan: 30d}
            """);
        var state = new CountingState(new InMemoryCorrelationState(TimeProvider.System));
        var correlator = new Correlator(rules, new CorrelationOptions(state, TimeProvider.System));
        var store = new RecordingStore();
        string[] days = ["10", "10", "10", "13"];
        var costs = new List<(int Reads, int Writes)>();
        for (var i = 0; i < days.Length; i++)
        {
            state.Reset();
            await store.RunAsync(rules, new MemoryObjects().Add($"log-{i}", Pipelines.Record($"e-{i}", $"2026-10-{days[i]}T09:0{i}:00Z")), correlator: correlator);
            costs.Add((state.Reads, state.Writes));
        }

        // A sixteenth of the timespan, almost two days, is one grain: of each, the first sighting is written.
        Assert.Equal([(2, 2), (0, 0), (0, 0), (2, 1)], costs);
        Assert.Equal(1, Assert.Single(await store.FindingsAsync()).EventCount);
    }

    [Fact]
    public async Task Texts_that_cannot_be_compressed_keep_a_page_within_its_limit()
    {
        var rules = Pipelines.Load(Pipelines.Rule("StopLogging", id: null), Pipelines.Rule("StartLogging", id: null), Correlation("value_count"));
        var state = new CountingState(new InMemoryCorrelationState(TimeProvider.System));
        var correlator = new Correlator(rules, new CorrelationOptions(state, TimeProvider.System));
        var random = new Random(1);
        string Noise() => Convert.ToBase64String(Enumerable.Range(0, 300).Select(_ => (byte)random.Next(256)).ToArray());

        var batch = new ObservationBatch();
        for (var i = 0; i < 3_000; i++)
        {
            var @event = Event(i) with { UserAgent = Noise(), SourceAddress = Noise(), Actor = Noise(), ErrorCode = Noise() };
            Add(batch, rules, 0, @event, path => path == "sourceIPAddress" ? [Noise()] : ["mallory"]);
        }

        Assert.NotEmpty(await correlator.CorrelateAsync(batch, CancellationToken.None));
        Assert.InRange(state.LargestWrite, 1, StatePage.MaxContentBytes);
    }

    private static async Task ObserveAsync(DetectionRules rules, Correlator correlator, int first, int count)
    {
        var batch = new ObservationBatch();
        for (var i = first; i < first + count; i++)
        {
            IReadOnlyList<string> ValuesOf(string path) => path == "sourceIPAddress" ? [(i % 7).ToString(CultureInfo.InvariantCulture)] : ["mallory"];
            Add(batch, rules, i % 2, Event(i), ValuesOf);
        }

        await correlator.CorrelateAsync(batch, CancellationToken.None);
    }

    private static void Add(ObservationBatch batch, DetectionRules rules, int rule, FindingEvent @event, Func<string, IReadOnlyList<string>> valuesOf)
    {
        var observed = new ObservedEvent(@event, "111122223333", "log");
        foreach (var each in rules.Observing.Observe(rule, @event.EventTime, @event.EventId, valuesOf)) Assert.True(batch.TryAdd(each, observed));
    }

    // A million in one hour.
    private static FindingEvent Event(int i) => new()
    {
        EventId = new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]).ToString(),
        EventTime = Noon.AddMilliseconds(i * 3.599),
        EventName = "StopLogging",
    };

    private static string Correlation(string type) =>
        $$"""
        title: Many calls
        id: 1d4c0c53-8f4e-4f5b-9a4e-64ad8f3a0b77
        correlation:
          type: {{type}}
          rules: [rule_StopLogging, rule_StartLogging]
          group-by: [userIdentity.userName]
          timespan: 1h
          {{type switch { "event_count" => "condition: {gte: 5}", "value_count" => "condition: {field: sourceIPAddress, gte: 5}", _ => "" }}}
        """;
}
