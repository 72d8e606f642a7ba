using CloudTrailLambda.Cli.Sqlite;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.StoreContracts.Correlation;

namespace CloudTrailLambda.Cli.Tests.Correlations;

public sealed class SqliteExactCorrelationTests : ExactCorrelationContract, IDisposable
{
    private readonly Stack<IDisposable> _open = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("correlations-").FullName;

    protected override int Histories => 15;

    public void Dispose()
    {
        foreach (var open in _open) open.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    protected override Task<ICorrelationState> CreateAsync()
    {
        var file = FindingsFile.Open(Path.Combine(_folder, $"{_open.Count}.db"));
        _open.Push(file);
        var state = new SqliteCorrelationState(file, TimeProvider.System);
        _open.Push(state);
        return Task.FromResult<ICorrelationState>(state);
    }
}
