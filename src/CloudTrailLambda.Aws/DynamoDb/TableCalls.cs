using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Polly;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>Calls about one table, each tried again while that helps.</summary>
/// <param name="client">The client.</param>
/// <param name="tableName">The table's name.</param>
/// <param name="clock">For pauses before a repetition.</param>
/// <param name="toFault">Makes of a message and what the SDK threw the exception of the port that the table is behind.</param>
internal sealed class TableCalls(IAmazonDynamoDB client, string tableName, TimeProvider clock, Func<string, Exception, Exception> toFault)
{
    /// <summary>Items that are enough for a page of a query whose pages grow.</summary>
    private const int LargePage = 1_000;

    private readonly ResiliencePipeline _calls = StoreRetries.ForCalls(clock);

    private readonly TableFault _fault = new(
        tableName, client.Config.RegionEndpoint?.SystemName ?? client.Config.AuthenticationRegion ?? client.Config.ServiceURL ?? "no region");

    /// <summary>Makes a call; what it comes to when no repetition helps is an exception whose inner one is the SDK's.</summary>
    /// <param name="action">What IAM calls it, without the service; of a transaction those that it needs, joined by a plus.</param>
    /// <param name="call">The client's method.</param>
    /// <param name="request">The same for each repetition.</param>
    /// <param name="cancellationToken">Ends the calling.</param>
    public async Task<TResponse> RunAsync<TRequest, TResponse>(
        string action, Func<TRequest, CancellationToken, Task<TResponse>> call, TRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.ExecuteAsync(
                static async (state, token) => await state.call(state.request, token), (call, request), cancellationToken);
        }
        catch (Exception cause) when (cause is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw toFault(_fault.Of(action, cause), cause);
        }
    }

    /// <summary>The items of a query, page after page as they are asked for. If the first page has a limit, the next ones have larger ones.</summary>
    public async IAsyncEnumerable<Dictionary<string, AttributeValue>> QueryAsync(
        QueryRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        request.TableName = tableName;
        do
        {
            var response = await RunAsync("Query", client.QueryAsync, request, cancellationToken);
            foreach (var item in response.Items ?? []) yield return item;
            request.ExclusiveStartKey = response.LastEvaluatedKey;
            if (request.Limit < LargePage) request.Limit *= 2;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }
}
