using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.Function.Telemetry;

namespace CloudTrailLambda.Function.Handling;

/// <summary>Takes one object through the pipeline, in a run of its own: whatever happens to it is no other object's affair.</summary>
internal sealed class ObjectHandler(DetectionPipeline pipeline, LogLines log, TimeProvider clock)
{
    public async Task<ObjectResult> HandleAsync(LogObject logObject, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var listener = new ObjectListener(log);
        RunTotals totals;
        try
        {
            totals = await pipeline.RunAsync([logObject], listener, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.Warning("There was no time left for the log file. It is handed back.", ("logObject", logObject.Name));
            return ObjectResult.Failed;
        }
        catch (Exception failure)
        {
            // Also what nobody has thought of: a fault of our own must not take the other objects of the batch with it.
            log.Error(failure is FindingStoreException or CorrelationStateException or AlertException ? failure.Message : "The log file could not be handled.", failure, ("logObject", logObject.Name));
            return ObjectResult.Failed;
        }

        if (listener.StorageFailure is { } reason)
        {
            log.Error("The log file could not be fetched. It is handed back.", ("logObject", logObject.Name), ("reason", reason));
            return ObjectResult.Failed;
        }

        log.Information(
            "The log file is done.",
            ("logObject", logObject.Name), ("records", totals.Records), ("badRecords", totals.BadRecords), ("matches", totals.Matches), ("newFindings", totals.NewFindings),
            ("alerts", totals.Alerts), ("milliseconds", clock.GetElapsedTime(started).TotalMilliseconds));
        return new ObjectResult(IsDone: true, totals with { BadRecords = Math.Max(totals.BadRecords, listener.DamageCount) })
        {
            IsFile = !listener.IsGone && totals.ObjectsPassedOver == 0,
            EventToFinding = clock.GetUtcNow() - totals.LatestNewEvent,
        };
    }
}
