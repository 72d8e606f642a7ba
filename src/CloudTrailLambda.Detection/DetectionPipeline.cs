using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Configuration;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection;

/// <summary>How a pipeline runs.</summary>
public sealed record PipelineOptions
{
    /// <summary>Objects that are read side by side; the machine's cores unless set.</summary>
    public int MaxParallelObjects { get; init; } = Environment.ProcessorCount;

    /// <summary>What one object may cost.</summary>
    public LogReadLimits Limits { get; init; } = LogReadLimits.Default;

    /// <summary>Whether damage to a log becomes a finding. For runs that nobody watches: the listener hears of it in any case.</summary>
    public bool KeepsDamage { get; init; }
}

/// <summary>
/// The one path that every log object takes, whoever calls:
/// <list type="number">
/// <item><description>Receive: what arrived becomes a list of log objects.</description></item>
/// <item><description>Open: stream the object; gzip is told by its bytes.</description></item>
/// <item><description>Read: one UTF-8 slice per record, in bounded memory.</description></item>
/// <item><description>Match: the compiled rule set against the record.</description></item>
/// <item><description>Correlate: matches become observations, fulfilled correlations become matches.</description></item>
/// <item><description>Store: matches are grouped into findings; storing the same object twice changes nothing.</description></item>
/// <item><description>Alert: findings whose alert is pending are published, each by one of those who come to it.</description></item>
/// </list>
/// </summary>
/// <param name="rules">The compiled rules.</param>
/// <param name="objects">Where logs are.</param>
/// <param name="store">Where findings go.</param>
/// <param name="options">How to run.</param>
/// <param name="correlator">Step 5, with what correlations remember.</param>
/// <param name="alerts">Step 7; without it findings stay pending.</param>
/// <param name="configurations">Keeps what resources were like, for findings to show what changed; without it nobody does.</param>
public sealed class DetectionPipeline(
    DetectionRules rules, ILogObjectReader objects, IFindingStore store, PipelineOptions options, Correlator correlator, AlertDelivery? alerts = null,
    ConfigurationHistory? configurations = null)
{
    /// <summary>What stores know matches by whose events the state remembered: which of several objects brought them, it does not say.</summary>
    private const string FromState = "correlation";

    /// <summary>
    /// Matches of so many records of one object are stored together. A count of records, not of matches, because a store
    /// knows what it has by object and part: the parts must be cut at the same places next time, whatever the rules are then.
    /// </summary>
    private const int RecordsPerPart = 10_000;

    /// <summary>Takes log objects through the path.</summary>
    /// <param name="received">Step 1, Receive: the objects; read as the run goes on.</param>
    /// <param name="listener">Hears of damage and progress.</param>
    /// <param name="cancellationToken">Stops the run; what is stored by then stays.</param>
    /// <exception cref="FindingStoreException">The store failed.</exception>
    /// <exception cref="AlertException">Everything is stored, but alerts are still due.</exception>
    public Task<RunTotals> RunAsync(IEnumerable<LogObject> received, IRunListener listener, CancellationToken cancellationToken) =>
        RunAsync(received.ToAsyncEnumerable(), listener, cancellationToken);

    /// <inheritdoc cref="RunAsync(IEnumerable{LogObject}, IRunListener, CancellationToken)"/>
    public async Task<RunTotals> RunAsync(IAsyncEnumerable<LogObject> received, IRunListener listener, CancellationToken cancellationToken)
    {
        var run = new Run(new SeenEvents(), new RunObservations(rules, correlator), new AlertsDue(), listener);
        var totals = new RunTotals();
        var gate = new Lock();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxParallelObjects, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(received, parallel, async (logObject, token) =>
        {
            var ofObject = await ProcessAsync(logObject, run, token);
            lock (gate) totals = totals.Plus(ofObject);
        });
        totals = totals.Plus(await CorrelateAsync(run, cancellationToken));

        // 7. Alert: last, so that a topic that cannot be reached keeps nothing from being stored.
        var published = alerts is null ? 0 : await alerts.DeliverAsync(run.Alerts.All, cancellationToken);
        return totals with { Alerts = published };
    }

    private async Task<RunTotals> ProcessAsync(LogObject logObject, Run run, CancellationToken cancellationToken)
    {
        // 2. Open: what is not to be read need not be fetched.
        if (ReadNote.For(logObject.Kind) is { } note)
        {
            run.Listener.OnNote(logObject, note);
            run.Listener.OnDone(logObject);
            return new RunTotals(Objects: 1, ObjectsPassedOver: 1);
        }

        if (await TryOpenAsync(logObject, run, cancellationToken) is not { } stream) return new RunTotals(Objects: 1, Faults: 1);
        await using var reader = new LogRecordReader(stream, options.Limits, logObject.Kind);
        var pass = new ObjectPass(rules, run, logObject) { Items = configurations is null ? null : new ConfigurationBatch() };

        // 3. Read
        for (var result = await reader.ReadAsync(cancellationToken); result != LogReadResult.End; result = await reader.ReadAsync(cancellationToken))
        {
            switch (result)
            {
                case LogReadResult.Record:
                    // 4. Match, and 5. Correlate as far as observing goes
                    if (pass.Take(reader.Record) is { } fault) reader.RejectRecord(fault.Message, (int)fault.ByteOffset);
                    // 6. Store
                    if (pass.RecordsInPart == RecordsPerPart) await StoreAsync(pass, run, cancellationToken);
                    if (pass.Items is { IsFull: true }) await KeepItemsAsync(pass, cancellationToken);
                    break;
                case LogReadResult.Fault:
                    pass.CountFault();
                    if (options.KeepsDamage) pass.KeepFault(reader.Fault!);
                    run.Listener.OnFault(logObject, reader.Fault!);
                    break;
                case LogReadResult.Note:
                    pass.CountPassedOver();
                    run.Listener.OnNote(logObject, reader.Note!);
                    break;
            }
        }

        pass.CountBadRecords(reader.RecordNumber);
        await KeepItemsAsync(pass, cancellationToken);
        await StoreAsync(pass, run, cancellationToken);
        run.Listener.OnDone(logObject);
        return pass.Totals;
    }

    private async Task<Stream?> TryOpenAsync(LogObject logObject, Run run, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.OpenAsync(logObject, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var kind = e is FileNotFoundException ? ReadFaultKind.Gone : ReadFaultKind.ReadFailed;
            run.Listener.OnFault(logObject, new ReadFault(kind, e.Message.TrimEnd('.'), RecordNumber: 0, ByteOffset: 0));
            run.Listener.OnDone(logObject);
            return null;
        }
    }

    // 5. Correlate: best when everything is there that a window may hold, so at the end, or else when memory is full.
    private async Task<RunTotals> CorrelateAsync(Run run, CancellationToken cancellationToken)
    {
        var found = await run.Observations.CorrelateAsync(cancellationToken);
        var totals = new RunTotals(Matches: found.DistinctBy(match => match.Match.Key).Count());
        foreach (var ofObject in found.GroupBy(match => match.LogObject ?? FromState, StringComparer.Ordinal))
        {
            // 6. Store, once more
            FindingMatch[] matches = [.. ofObject.Select(match => match.Match)];
            var outcome = await store.AddAsync(ofObject.Key, matches, cancellationToken);
            run.Alerts.Add(outcome);
            totals = totals.Plus(outcome, matches);
        }

        return totals;
    }

    private Task KeepItemsAsync(ObjectPass pass, CancellationToken cancellationToken) =>
        pass.Items is { } items ? configurations!.AddAsync(items.Take(), cancellationToken) : Task.CompletedTask;

    private async Task StoreAsync(ObjectPass pass, Run run, CancellationToken cancellationToken)
    {
        if (pass.Matches.Count > 0)
        {
            var outcome = await store.AddAsync(pass.PartName, pass.Matches, cancellationToken);
            pass.CountStored(outcome);
        }

        pass.NextPart();
        if (run.Observations.IsFull) pass.CountCorrelated(await CorrelateAsync(run, cancellationToken));
    }
}
