using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Aws.Tests.DynamoDb;

public sealed class DynamoDbFindingStoreTests : FindingStoreContract
{
    private readonly List<TestTable> _tables = [];

    protected override async ValueTask<IFindingStore> CreateAsync(int maxEventsKept = FindingLimits.MaxEventsKept)
    {
        var table = await TestTable.CreateAsync();
        _tables.Add(table);
        var options = new FindingStoreOptions { EventsPerTransaction = TestTable.EventsPerTransaction, MaxEventsKept = maxEventsKept };
        return new DynamoDbFindingStore(table.Client, table.Name, Clock, options);
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var table in _tables) table.Dispose();
        return base.DisposeAsync();
    }
}
