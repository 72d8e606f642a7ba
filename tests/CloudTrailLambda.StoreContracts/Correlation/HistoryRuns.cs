using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.StoreContracts.Correlation;

/// <summary>Takes histories through pipelines, and says what came of it.</summary>
internal static class HistoryRuns
{
    public static DetectionPipeline Pipeline(
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

    public static Task<RunTotals> RunAsync(DetectionPipeline pipeline, IReadOnlyList<string> names) =>
        pipeline.RunAsync(names.Select(name => new LogObject(name)), new NoListener(), CancellationToken.None);

    public static async Task SaysAsync(History history, InMemoryFindingStore store, int seed, Func<string, string>? compared = null)
    {
        var found = (await DescribeAsync(store)).Select(compared ?? (static line => line)).ToArray();
        var expected = PlainCorrelations.Of(history.Rules, history.Events).Select(compared ?? (static line => line)).ToArray();
        var differences = (string[])[.. expected.Except(found, StringComparer.Ordinal).Select(line => $"seed {seed} misses {line}"), .. found.Except(expected, StringComparer.Ordinal).Select(line => $"seed {seed} has {line}")];
        Assert.True(differences.Length == 0, string.Join('\n', differences));
    }

    public static async Task<IReadOnlyList<string>> DescribeAsync(InMemoryFindingStore store)
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
