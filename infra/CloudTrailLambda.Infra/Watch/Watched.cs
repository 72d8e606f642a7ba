using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SQS;

namespace CloudTrailLambda.Infra.Watch;

/// <summary>What alarms and dashboard look at.</summary>
internal sealed record Watched(IFunction Function, IQueue Queue, IQueue DeadLetters)
{
    public DetectorMetrics Metrics { get; } = new(Function);
}
