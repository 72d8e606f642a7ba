using CloudTrailLambda.Aws.DynamoDb.Correlation;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.StoreContracts.Correlation;

namespace CloudTrailLambda.Aws.Tests.DynamoDb.Correlation;

public sealed class DynamoDbCorrelationStateTests : DurableCorrelationStateContract
{
    private TestTable _table = null!;

    protected override string Place => _table.Name;

    public override async ValueTask InitializeAsync() => _table = await TestTable.CreateForCorrelationAsync();

    protected override ValueTask<ICorrelationState> CreateAsync() => OpenAnotherAsync();

    protected override ValueTask<ICorrelationState> OpenAnotherAsync() =>
        ValueTask.FromResult<ICorrelationState>(new DynamoDbCorrelationState(_table.Client, _table.Name, Clock));

    protected override async ValueTask BreakAsync() => await _table.Client.DeleteTableAsync(_table.Name);

    public override ValueTask DisposeAsync()
    {
        _table.Dispose();
        return base.DisposeAsync();
    }
}
