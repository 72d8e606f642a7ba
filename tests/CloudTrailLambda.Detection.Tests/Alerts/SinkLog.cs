using System.Collections.Concurrent;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Tests.Alerts;

/// <summary>A sink that writes down what it is given, and before that does what the test wants.</summary>
internal sealed class SinkLog(Func<Finding, Task>? before = null) : IAlertSink
{
    public ConcurrentQueue<Finding> Published { get; } = [];

    public async Task PublishAsync(Finding finding, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (before is not null) await before(finding);
        Published.Enqueue(finding);
    }
}
