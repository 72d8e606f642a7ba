using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using CloudTrailLambda.Detection.Correlation;

namespace CloudTrailLambda.Aws.DynamoDb.Correlation;

/// <summary>The correlation state in one DynamoDB table, a <see cref="CorrelationTable"/>. Any number of processes may use it at once.</summary>
/// <remarks>
/// A range is read by one query, strongly consistent; a page is written by one conditional put. Transactions lost: they cost twice as
/// much, and one page that somebody else was faster with would undo the others.
/// </remarks>
public sealed class DynamoDbCorrelationState : ICorrelationState
{
    /// <summary>Calls at a time: a call waits for the network, so sixteen take little longer than one.</summary>
    private const int MaxParallelCalls = 16;

    private readonly IAmazonDynamoDB _client;
    private readonly string _tableName;
    private readonly TimeProvider _clock;
    private readonly TableCalls _calls;

    /// <summary>Takes the table; nothing is called yet.</summary>
    /// <param name="client">The client, which stays the caller's. Its retries are for short troubles; the state has its own for longer ones.</param>
    /// <param name="tableName">The table's name.</param>
    /// <param name="clock">Tells when pages have expired, and is for pauses before a repetition.</param>
    public DynamoDbCorrelationState(IAmazonDynamoDB client, string tableName, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        (_client, _tableName, _clock) = (client, tableName, clock);
        _calls = new TableCalls(client, tableName, clock, static (message, cause) => new CorrelationStateException(message, cause));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IReadOnlyList<StatePage>>> ReadAsync(IReadOnlyList<StateRange> ranges, CancellationToken cancellationToken) =>
        await ForEachAsync<StateRange, IReadOnlyList<StatePage>>(ranges, ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken) =>
        await ForEachAsync(writes, TryWriteAsync, cancellationToken);

    private async Task<IReadOnlyList<StatePage>> ReadAsync(StateRange range, CancellationToken cancellationToken)
    {
        // DynamoDB refuses to be asked for nothing.
        if (range.First > range.Last || range.Latest == 0) return [];
        var pages = new List<StatePage>();
        await foreach (var item in _calls.QueryAsync(PageItem.ToRequest(range, Now()), cancellationToken))
        {
            pages.Add(PageItem.Read(item, range.Series, _tableName));
            if (pages.Count == range.Latest) break;
        }
        pages.Reverse();
        return pages;
    }

    private async Task<bool> TryWriteAsync(StateWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await _calls.RunAsync("PutItem", _client.PutItemAsync, PageItem.ToRequest(write, _tableName, Now()), cancellationToken);
            return true;
        }
        catch (CorrelationStateException fault) when (fault.InnerException is ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private static async Task<TResult[]> ForEachAsync<T, TResult>(
        IReadOnlyList<T> items, Func<T, CancellationToken, Task<TResult>> act, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        await Parallel.ForAsync(
            0,
            results.Length,
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallelCalls, CancellationToken = cancellationToken },
            async (number, token) => results[number] = await act(items[number], token));
        return results;
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeSeconds();
}
