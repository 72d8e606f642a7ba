using System.Collections.Concurrent;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Function.Tests.Handling;

/// <summary>Remembers what was published, and fails when told to.</summary>
internal sealed class RecordingSink : IAlertSink
{
    public ConcurrentQueue<Finding> Published { get; } = [];

    public bool IsDown { get; set; }

    /// <summary>How long it takes to publish one.</summary>
    public TimeSpan Slowness { get; set; }

    public async Task PublishAsync(Finding finding, CancellationToken cancellationToken)
    {
        if (IsDown) throw new AlertException("The topic cannot be reached.");
        await Task.Delay(Slowness, cancellationToken);
        Published.Enqueue(finding);
    }
}
