using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.Function.Receiving;
using CloudTrailLambda.Function.Runtime;
using CloudTrailLambda.Function.Telemetry;

namespace CloudTrailLambda.Function.Handling;

/// <summary>
/// Handles one invocation. Every message is failed until all objects that it announces are proven done; what failed is handed back, and
/// the queue brings it again.
/// </summary>
internal sealed class NotificationHandler(
    Func<Invocation, ObjectHandler> handlerFor, FunctionSettings settings, LogLines log, TimeProvider clock)
{
    /// <summary>
    /// Objects that are handled side by side. They wait for the network more than for a core; each takes a few megabytes, and the
    /// function has to stay far below the memory of the smallest one that is worth having.
    /// </summary>
    private const int MaxParallelObjects = 4;

    /// <summary>With less than this part of the time left nothing new is started: it would be cut off and start again.</summary>
    private const double LastStart = 0.25;

    /// <summary>Handles it, and says which messages are to come again.</summary>
    /// <exception cref="UnknownNotificationException">The payload is no notification.</exception>
    /// <exception cref="HandedBackException">Without a queue, an object failed: Lambda is to bring the whole event again.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var arrival = ArrivalReader.Read(invocation.Payload);
        foreach (var message in arrival.Messages.Where(message => message.Problem is not null))
        {
            log.Error("A message is no notification about a log file. It will end among the dead letters.", ("messageId", message.Id), ("reason", message.Problem));
        }

        var results = await HandleObjectsAsync(arrival, invocation, cancellationToken);
        WriteMetrics([.. results.Values]);
        var failed = arrival.Messages.Where(message => message.Problem is not null || !message.Objects.All(item => results[ObjectKey.Of(item)].IsDone)).ToArray();
        if (!arrival.IsFromQueue && failed.Length > 0) throw new HandedBackException();
        return arrival.IsFromQueue ? ToAnswer(failed) : "null"u8.ToArray();
    }

    private async Task<IReadOnlyDictionary<ObjectKey, ObjectResult>> HandleObjectsAsync(Arrival arrival, Invocation invocation, CancellationToken cancellationToken)
    {
        // An object may be announced twice in one batch, by one sender or by two.
        var objects = arrival.Messages.SelectMany(message => message.Objects).DistinctBy(ObjectKey.Of).ToArray();
        var results = new ConcurrentDictionary<ObjectKey, ObjectResult>(objects.Select(item => KeyValuePair.Create(ObjectKey.Of(item), ObjectResult.Failed)));
        var handler = handlerFor(invocation);
        var lastStart = invocation.Deadline - (LastStart * (invocation.Deadline - clock.GetUtcNow()));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaxParallelObjects };
        await Parallel.ForEachAsync(objects, parallel, async (item, _) =>
        {
            if (clock.GetUtcNow() >= lastStart || cancellationToken.IsCancellationRequested)
            {
                log.Warning("There was no time left to start the log file. It is handed back.", ("logObject", item.Name));
                return;
            }

            results[ObjectKey.Of(item)] = await handler.HandleAsync(item, cancellationToken);
        });
        return results;
    }

    /// <summary>What an object is known by, however it was announced.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct ObjectKey(string Name, string? VersionId)
    {
        public static ObjectKey Of(LogObject item) => new(item.Name, item.VersionId);
    }

    private void WriteMetrics(IReadOnlyList<ObjectResult> results)
    {
        if (results.Count == 0) return;
        var totals = results.Aggregate(new RunTotals(), static (sum, result) => sum.Plus(result.Totals));
        var ages = results.Select(result => result.EventToFinding?.TotalSeconds).OfType<double>().ToArray();
        MetricLine.Write(log, settings.FunctionName, clock.GetUtcNow(), totals, results.Count(result => result.IsFile), ages);
    }

    /// <summary>"Reporting batch item failures" in the Lambda developer guide.</summary>
    private static ReadOnlyMemory<byte> ToAnswer(IEnumerable<Message> failed)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("batchItemFailures");
            foreach (var message in failed)
            {
                writer.WriteStartObject();
                writer.WriteString("itemIdentifier", message.Id);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return json.ToArray();
    }
}

/// <summary>Not everything was done; the log says what and why.</summary>
internal sealed class HandedBackException() : Exception("Some log files could not be handled; the log says which and why. They are to be brought again.");
