using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.StoreContracts.Correlation;

/// <summary>
/// Whatever the order of log objects, their batches, their repetition and the processes that handle them at the same time: the findings
/// and the events in them are those of one pass over everything.
/// </summary>
public abstract class ExactCorrelationContract
{
    /// <summary>How many histories to try.</summary>
    protected abstract int Histories { get; }

    /// <summary>An empty state.</summary>
    protected abstract Task<ICorrelationState> CreateAsync();

    [Fact]
    public async Task Any_order_batching_and_redelivery_end_in_what_one_pass_finds()
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            var history = new History(seed);
            var random = new Random(seed);
            var (state, store) = (await CreateAsync(), new InMemoryFindingStore(TimeProvider.System));
            // Several correlators: a process remembers nothing that another one does not find in the state.
            var pipelines = Enumerable.Range(0, 3).Select(_ => Pipeline(history, state, store)).ToArray();

            foreach (var batch in history.Deliveries(random)) await RunAsync(pipelines[random.Next(pipelines.Length)], batch);

            await SaysAsync(history, store, seed);
        }
    }

    [Fact]
    public async Task Concurrent_processes_end_in_what_one_pass_finds()
    {
        for (var seed = 1_001; seed <= 1_000 + Histories; seed++)
        {
            var history = new History(seed);
            var (state, store) = (await CreateAsync(), new InMemoryFindingStore(TimeProvider.System));

            await Parallel.ForEachAsync(
                history.Deliveries(new Random(seed)),
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (batch, _) => await RunAsync(Pipeline(history, state, store), batch));

            await SaysAsync(history, store, seed);
        }
    }

    [Fact]
    public async Task Pages_that_drop_what_they_do_not_need_lose_no_finding()
    {
        for (var seed = 4_001; seed <= 4_000 + Histories; seed++)
        {
            // No chains: an outer correlation may group by what only the events say that a page has dropped.
            var history = new History(seed, hasChains: false);
            var random = new Random(seed);
            var (state, store) = (await CreateAsync(), new InMemoryFindingStore(TimeProvider.System));
            var pipelines = Enumerable.Range(0, 2).Select(_ => Pipeline(history, state, store, maxObservationsOfPage: 1)).ToArray();

            foreach (var batch in history.Deliveries(random)) await RunAsync(pipelines[random.Next(pipelines.Length)], batch);

            // Not by account: of a group that reaches over several, a page may drop all that one of them brought.
            await SaysAsync(history, store, seed, static line => line[..line.IndexOf('|', StringComparison.Ordinal)]);
        }
    }

    [Fact]
    public async Task New_values_of_an_ordered_history_are_those_of_one_pass()
    {
        for (var seed = 2_001; seed <= 2_000 + Histories; seed++)
        {
            var history = new History(seed, isNewValue: true);
            var random = new Random(seed);
            var (state, store) = (await CreateAsync(), new InMemoryFindingStore(TimeProvider.System));
            var pipelines = Enumerable.Range(0, 2).Select(_ => Pipeline(history, state, store)).ToArray();

            foreach (var part in history.InOrder())
            {
                foreach (var _ in Enumerable.Range(0, random.Next(1, 3))) await RunAsync(pipelines[random.Next(pipelines.Length)], [part.Key]);
            }

            await SaysAsync(history, store, seed);
        }
    }

    [Fact]
    public async Task Every_value_that_is_new_in_one_pass_is_found_in_any_order()
    {
        for (var seed = 3_001; seed <= 3_000 + Histories; seed++)
        {
            // Nobody learns here: a late event can show that a group is older, and has learned by the time at which another was passed over.
            var history = new History(seed, isNewValue: true, learns: false);
            var (state, store) = (await CreateAsync(), new InMemoryFindingStore(TimeProvider.System));

            await Parallel.ForEachAsync(
                history.Deliveries(new Random(seed)),
                new ParallelOptions { MaxDegreeOfParallelism = 4 },
                async (batch, _) => await RunAsync(Pipeline(history, state, store), batch));

            // Late events can show a value to be older than it seemed, so there may be more.
            var found = (await DescribeAsync(store)).Select(WithoutEvents);
            Assert.Empty(PlainCorrelations.Of(history.Rules, history.Events).Select(WithoutEvents).Except(found, StringComparer.Ordinal).Select(line => $"{line} of seed {seed}"));

            static string WithoutEvents(string line) => line[..line.LastIndexOf(": ", StringComparison.Ordinal)];
        }
    }

    private static DetectionPipeline Pipeline(
        History history, ICorrelationState state, InMemoryFindingStore store, int maxObservationsOfPage = PageReduction.DefaultMaxObservations)
    {
        var options = new CorrelationOptions(state, TimeProvider.System)
        {
            MaxObservationsOfPage = maxObservationsOfPage,
            // Some correlate in the middle of a run, while other objects are being read.
            MaxObservationsInMemory = history.Events.Count % 2 == 0 ? 10 : 1_000,
        };
        return new DetectionPipeline(
            history.Rules, new HistoryObjects(history), store, new PipelineOptions { MaxParallelObjects = 2 }, new Correlator(history.Rules, options));
    }

    private static Task<RunTotals> RunAsync(DetectionPipeline pipeline, IReadOnlyList<string> names) =>
        pipeline.RunAsync(names.Select(name => new LogObject(name)), new NoListener(), CancellationToken.None);

    private static async Task SaysAsync(History history, InMemoryFindingStore store, int seed, Func<string, string>? compared = null)
    {
        var found = (await DescribeAsync(store)).Select(compared ?? (static line => line)).ToArray();
        var expected = PlainCorrelations.Of(history.Rules, history.Events).Select(compared ?? (static line => line)).ToArray();
        var differences = (string[])[.. expected.Except(found, StringComparer.Ordinal).Select(line => $"seed {seed} misses {line}"), .. found.Except(expected, StringComparer.Ordinal).Select(line => $"seed {seed} has {line}")];
        Assert.True(differences.Length == 0, string.Join('\n', differences));
    }

    private static async Task<IReadOnlyList<string>> DescribeAsync(InMemoryFindingStore store)
    {
        var lines = new List<string>();
        await foreach (var finding in store.ListAsync(new FindingQuery { Limit = FindingLimits.MaxQueryLimit }, CancellationToken.None))
        {
            var detail = (await store.FindAsync(finding.Id.ToString(), CancellationToken.None))!;
            Assert.Equal(finding.EventCount, detail.Events.Count);
            lines.Add(PlainCorrelations.Describe(finding.Key, detail.Events.Select(kept => kept.Event.EventId)));
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private sealed class HistoryObjects(History history) : ILogObjectReader
    {
        public ValueTask<Stream> OpenAsync(LogObject logObject, CancellationToken cancellationToken)
        {
            var records = history.Objects.Concat(history.InOrder()).First(pair => pair.Key == logObject.Name).Value;
            return new(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', records)}}]}"""), writable: false));
        }
    }

    private sealed class NoListener : IRunListener
    {
        public void OnFault(LogObject logObject, ReadFault fault) => Assert.Fail(fault.Message);

        public void OnNote(LogObject logObject, ReadNote note) => Assert.Fail(note.Message);

        public void OnDone(LogObject logObject)
        {
        }
    }
}
