using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Alerts;

/// <summary>Where alerts go: a topic that people, a chat and programs listen to.</summary>
public interface IAlertSink
{
    /// <summary>Publishes a finding. It has been published when this completes.</summary>
    /// <exception cref="AlertException">It was not, or nobody knows whether it was.</exception>
    Task PublishAsync(Finding finding, CancellationToken cancellationToken);
}
