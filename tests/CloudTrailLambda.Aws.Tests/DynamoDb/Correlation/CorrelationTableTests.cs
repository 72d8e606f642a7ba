using CloudTrailLambda.Aws.DynamoDb.Correlation;

namespace CloudTrailLambda.Aws.Tests.DynamoDb.Correlation;

/// <summary>Tests with an empty table whose calls are watched, and a state over it.</summary>
public abstract class CorrelationTableTests : IAsyncLifetime
{
    private protected HastyClock Clock { get; } = new();

    private protected WatchedTable Table { get; private set; } = null!;

    private protected DynamoDbCorrelationState State { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Table = await WatchedTable.CreateForCorrelationAsync();
        State = Table.OpenCorrelation(Clock);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Table.DisposeAsync();
    }
}
