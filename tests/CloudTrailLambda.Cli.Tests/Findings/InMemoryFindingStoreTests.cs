using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Cli.Tests.Findings;

public sealed class InMemoryFindingStoreTests : FindingStoreContract
{
    protected override ValueTask<IFindingStore> CreateAsync(int maxEventsKept = FindingLimits.MaxEventsKept) =>
        ValueTask.FromResult<IFindingStore>(new InMemoryFindingStore(Clock, maxEventsKept));
}
