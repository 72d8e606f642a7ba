using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.StoreContracts.Correlation;

namespace CloudTrailLambda.Cli.Tests.Correlations;

public sealed class InMemoryCorrelationStateTests : CorrelationStateContract
{
    protected override ValueTask<ICorrelationState> CreateAsync() => ValueTask.FromResult<ICorrelationState>(new InMemoryCorrelationState(Clock));
}
