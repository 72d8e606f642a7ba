using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Cli.Tests.Correlations;

public sealed class InMemoryCorrelationStateTests : CorrelationStateContract
{
    protected override ValueTask<ICorrelationState> CreateAsync() => ValueTask.FromResult<ICorrelationState>(new InMemoryCorrelationState(Clock));
}
