using CloudTrailLambda.Aws.DynamoDb.Correlation;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.StoreContracts.Correlation;

namespace CloudTrailLambda.Aws.Tests.DynamoDb.Correlation;

public sealed class DynamoDbExactCorrelationTests : ExactCorrelationContract, IDisposable
{
    private readonly List<TestTable> _tables = [];

    protected override int Histories => 2;

    public void Dispose()
    {
        foreach (var table in _tables) table.Dispose();
    }

    protected override async Task<ICorrelationState> CreateAsync()
    {
        var table = await TestTable.CreateForCorrelationAsync();
        _tables.Add(table);
        return new DynamoDbCorrelationState(table.Client, table.Name, TimeProvider.System);
    }
}
