using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.StoreContracts.Correlation;

namespace CloudTrailLambda.Detection.Tests.Correlation;

public sealed class BusyGroupTests : BusyGroupContract
{
    protected override Task<ICorrelationState> CreateAsync() => Task.FromResult<ICorrelationState>(new InMemoryCorrelationState(TimeProvider.System));
}
