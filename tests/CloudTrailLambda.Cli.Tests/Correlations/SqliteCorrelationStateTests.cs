using CloudTrailLambda.Cli.Sqlite;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.StoreContracts.Correlation;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Tests.Correlations;

public sealed class SqliteCorrelationStateTests : DurableCorrelationStateContract
{
    private readonly List<IDisposable> _open = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("correlations-").FullName;

    protected override string Place => Path.Combine(_folder, "findings.db");

    protected override ValueTask<ICorrelationState> CreateAsync() => OpenAnotherAsync();

    protected override ValueTask<ICorrelationState> OpenAnotherAsync()
    {
        var file = FindingsFile.Open(Place);
        var state = new SqliteCorrelationState(file, Clock);
        _open.AddRange([state, file]);
        return ValueTask.FromResult<ICorrelationState>(state);
    }

    protected override ValueTask BreakAsync()
    {
        using var connection = new SqliteConnection($"Data Source={Place};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TABLE correlation_page";
        command.ExecuteNonQuery();
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var open in _open) open.Dispose();
        Directory.Delete(_folder, recursive: true);
        return base.DisposeAsync();
    }
}
