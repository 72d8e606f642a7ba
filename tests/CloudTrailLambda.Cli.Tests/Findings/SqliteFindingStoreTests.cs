using CloudTrailLambda.Cli.Sqlite;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Cli.Tests.Findings;

public sealed class SqliteFindingStoreTests : FindingStoreContract
{
    private readonly List<SqliteFindingStore> _stores = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("findings-").FullName;

    protected override ValueTask<IFindingStore> CreateAsync(int maxEventsKept = FindingLimits.MaxEventsKept)
    {
        var store = SqliteFindingStore.Open(Path.Combine(_folder, $"{_stores.Count}.db"), Clock, maxEventsKept: maxEventsKept);
        _stores.Add(store);
        return ValueTask.FromResult<IFindingStore>(store);
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var store in _stores) store.Dispose();
        Directory.Delete(_folder, recursive: true);
        return base.DisposeAsync();
    }
}
