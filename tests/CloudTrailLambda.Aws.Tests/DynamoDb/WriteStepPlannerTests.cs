using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Aws.Tests.DynamoDb;

/// <summary>Cutting a contribution into transactions must not be seen in the result. Without a table, so that thousands of cases are quick.</summary>
public sealed class WriteStepPlannerTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Small_transactions_end_in_the_same_as_one(int eventsPerTransaction)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var maxEventsKept = random.Next(2) == 0 ? FindingLimits.MaxEventsKept : random.Next(1, 40);
            var whole = new Model(new() { MaxEventsKept = maxEventsKept, EventsPerTransaction = 90 });
            var parts = new Model(new() { MaxEventsKept = maxEventsKept, EventsPerTransaction = eventsPerTransaction });
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                var (logObject, contribution) = (RandomObject(random), RandomContribution(random));
                Assert.Equal(whole.Add(logObject, contribution), parts.Add(logObject, contribution));
                Assert.Equal(whole.Show(), parts.Show());
            }
        }
    }

    [Fact]
    public void A_death_after_any_transaction_is_made_good_by_the_retry()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var options = new FindingStoreOptions { MaxEventsKept = random.Next(20, 60), EventsPerTransaction = 2 };
            var (first, second) = (RandomContribution(random), RandomContribution(random));
            for (var deathAfter = 0; deathAfter < 20; deathAfter++)
            {
                var (dying, living) = (new Model(options), new Model(options));
                dying.Add("log-1", first, deathAfter);
                dying.Add("log-2", second);
                dying.Add("log-1", first);
                living.Add("log-1", first);
                living.Add("log-2", second);

                Assert.Equal(living.Said, dying.Said);
            }
        }
    }

    [Fact]
    public void A_redelivery_writes_nothing()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var model = new Model(new() { MaxEventsKept = random.Next(1, 60), EventsPerTransaction = random.Next(1, 10) });
            var contributions = Enumerable.Range(0, 4).Select(_ => RandomContribution(random)).ToList();
            for (var i = 0; i < 4; i++) model.Add($"log-{i}", contributions[i]);

            for (var i = 0; i < 4; i++) Assert.True(model.Plan($"log-{i}", contributions[i]).WritesNothing);
        }
    }

    [Fact]
    public void No_transaction_puts_two_things_in_one_place()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var model = new Model(new() { EventsPerTransaction = 5 });
            for (var i = 0; i < 5; i++) model.Add($"log-{random.Next(3)}", RandomContribution(random));

            Assert.All(model.Written, step =>
            {
                var items = WriteStepItems.Of(step, "table", "log", 0)
                    .Select(item => (item.Update?.Key ?? item.Put.Item)["item"].S).ToList();
                Assert.Equal(items, items.Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
                Assert.InRange(items.Count, 1, 1 + 5 + FindingLimits.MaxRecordsKept + 1);
                Assert.Equal(step.After.Earliest.Count, step.After.Earliest.Select(slot => slot.Slot).Distinct().Count());
                Assert.All(step.After.Earliest, slot => Assert.InRange(slot.Slot, 0, FindingLimits.MaxRecordsKept - 1));
            });
        }
    }

    private static string RandomObject(Random random) => $"log-{random.Next(4)}";

    // An object may come again with other events, as after an edit of a rule; but not with fewer, see the tally.
    private static FindingContribution RandomContribution(Random random)
    {
        var from = random.Next(60);
        return FindingContribution.Group([.. Enumerable.Range(from, random.Next(1, 40)).Select(i => Sample.Match(Sample.Event(
            $"e{i}", Sample.Noon.AddSeconds(i * 7919 % 3000), actor: $"actor-{i % 3}", address: $"192.0.2.{i % 17}", name: $"Call{i % 12}")))])[0];
    }

    /// <summary>A table of one finding.</summary>
    private sealed class Model(FindingStoreOptions options)
    {
        private readonly WriteStepPlanner _planner = new(options);
        private readonly Dictionary<string, string> _events = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _excess = new(StringComparer.Ordinal);
        private readonly FindingEvent?[] _records = new FindingEvent?[FindingLimits.MaxRecordsKept];
        private FindingSummary? _summary;

        public List<WriteStep> Written { get; } = [];

        public Finding? Said => _summary?.Finding;

        public WriteStep Plan(string logObject, FindingContribution contribution) => _planner.Plan(State(logObject), contribution, logObject, Now);

        public int Add(string logObject, FindingContribution contribution, int maxTransactions = int.MaxValue)
        {
            var newEvents = 0;
            var state = State(logObject);
            for (var transaction = 0; transaction < maxTransactions; transaction++)
            {
                var step = _planner.Plan(state, contribution, logObject, Now);
                Write(step, logObject);
                newEvents += step.NewEvents;
                state = state.After(step);
                if (step.IsLast) break;
            }
            return newEvents;
        }

        public string Show() => string.Join(
            '\n',
            [
                $"{_summary!.Finding} {_summary.Tally}",
                .. _events.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"),
                .. _excess.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"),
                .. _summary.Earliest.OrderBy(slot => slot.Event.EventId, StringComparer.Ordinal)
                    .Select(slot => $"{slot.Event} {_records[slot.Slot]!.EventId}"),
            ]);

        private FindingState State(string logObject) => _summary is null ? FindingState.None : new(
            _summary,
            _events.Keys.ToHashSet(StringComparer.Ordinal),
            _events.Where(pair => pair.Value == logObject).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal),
            _excess.GetValueOrDefault(logObject));

        private void Write(WriteStep step, string logObject)
        {
            Written.Add(step);
            _summary = step.After;
            foreach (var @event in step.NewItems) _events.Add(@event.EventId, logObject);
            if (step.ChangesExcess) _excess[logObject] = step.Excess;
            foreach (var (slot, @event) in step.Records) _records[slot] = @event;
        }
    }
}
