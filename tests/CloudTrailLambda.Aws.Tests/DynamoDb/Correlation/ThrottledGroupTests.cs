using System.Collections.Concurrent;
using CloudTrailLambda.Aws.DynamoDb.Correlation;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.StoreContracts.Correlation;

namespace CloudTrailLambda.Aws.Tests.DynamoDb.Correlation;

/// <summary>A busy group over a table that takes so many calls a second and refuses the rest, as a busy partition does.</summary>
public sealed class ThrottledGroupTests : BusyGroupContract, IAsyncLifetime
{
    private const int MaxCallsPerWindow = 20;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    private readonly List<WatchedTable> _tables = [];
    private readonly ConcurrentDictionary<long, int> _calls = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var table in _tables) await table.DisposeAsync();
        Assert.Contains(_calls.Values, count => count > MaxCallsPerWindow);
    }

    protected override async Task<ICorrelationState> CreateAsync()
    {
        var table = await WatchedTable.CreateForCorrelationAsync();
        _tables.Add(table);
        table.OnCall = _ => _calls.AddOrUpdate(TimeProvider.System.GetTimestamp() / (long)(Window.TotalSeconds * TimeProvider.System.TimestampFrequency), 1, (_, count) => count + 1) > MaxCallsPerWindow
            ? WatchedTable.Refuse("ProvisionedThroughputExceededException")
            : null;
        return table.OpenCorrelation(TimeProvider.System);
    }
}
