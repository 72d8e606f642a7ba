using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>
/// The correlation state in a findings file. What one call writes is one transaction: a page alone costs microseconds, a transaction
/// the time of a thousand of them.
/// </summary>
internal sealed class SqliteCorrelationState : ICorrelationState, IDisposable
{
    private readonly FindingsFile _file;
    private readonly TimeProvider _clock;
    private readonly PageWriter _writer;
    private readonly SqliteConnection _connection;
    private readonly PageReader _reader;
    private readonly SemaphoreSlim _readerTurn = new(1, 1);

    /// <summary>Takes the file.</summary>
    /// <param name="file">The file, which stays the caller's and must outlive the state.</param>
    /// <param name="clock">Tells when pages have expired.</param>
    /// <exception cref="FindingStoreException">The file cannot be read.</exception>
    public SqliteCorrelationState(FindingsFile file, TimeProvider clock)
    {
        _file = file;
        _clock = clock;
        // Kept open, unlike the one that findings are listed by: each log object reads, and opening would cost more than the reading.
        _connection = file.OpenReader();
        _reader = file.Guard(() => new PageReader(_connection));
        _writer = file.Guard(() => new PageWriter(file.Writer));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IReadOnlyList<StatePage>>> ReadAsync(IReadOnlyList<StateRange> ranges, CancellationToken cancellationToken)
    {
        if (ranges.Count == 0) return [];
        await _readerTurn.WaitAsync(cancellationToken);
        try
        {
            return _file.Guard(() => _reader.Read(ranges, Now(), cancellationToken));
        }
        catch (FindingStoreException fault)
        {
            throw ToFault(fault);
        }
        finally
        {
            _readerTurn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken)
    {
        if (writes.Count == 0) return [];
        try
        {
            return await _file.WriteAsync(() => _writer.Write(writes, Now(), cancellationToken), cancellationToken);
        }
        catch (FindingStoreException fault)
        {
            throw ToFault(fault);
        }
    }

    /// <summary>Ends it; the file stays open. No call may be under way.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
        _connection.Dispose();
        _readerTurn.Dispose();
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeSeconds();

    // The file says the same whoever uses it: what is wrong with it, and what to do.
    private static CorrelationStateException ToFault(FindingStoreException fault) => new(fault.Message, fault.InnerException);
}
