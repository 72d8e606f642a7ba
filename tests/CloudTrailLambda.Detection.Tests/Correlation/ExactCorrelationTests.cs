using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.StoreContracts.Correlation;

namespace CloudTrailLambda.Detection.Tests.Correlation;

public sealed class ExactCorrelationTests : ExactCorrelationContract
{
    protected override int Histories => 60;

    protected override Task<ICorrelationState> CreateAsync() => Task.FromResult<ICorrelationState>(new InMemoryCorrelationState(TimeProvider.System));
}
