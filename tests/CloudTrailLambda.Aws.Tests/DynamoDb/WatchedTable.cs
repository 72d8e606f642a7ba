using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Aws.DynamoDb.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Aws.Tests.DynamoDb;

/// <summary>One call to DynamoDB.</summary>
/// <param name="Operation">Its name, such as <c>GetItem</c>.</param>
/// <param name="Body">What it asks for.</param>
/// <param name="Number">How many calls of this operation there were, with this one.</param>
internal sealed record WatchedCall(string Operation, JsonNode Body, int Number)
{
    /// <summary>Items of a transaction.</summary>
    public int Writes => Body["TransactItems"]?.AsArray().Count ?? 0;

    /// <summary>Keys of a batch.</summary>
    public int BatchKeys => Body["RequestItems"]?.AsObject().Sum(table => table.Value!["Keys"]!.AsArray().Count) ?? 0;

    public override string ToString() => Operation switch
    {
        "TransactWriteItems" => $"{Operation} {Writes}",
        "BatchGetItem" => $"{Operation} {BatchKeys}",
        _ => Operation,
    };
}

/// <summary>A table of DynamoDB Local behind a proxy, which counts the calls and lets them fail.</summary>
internal sealed class WatchedTable : IAsyncDisposable
{
    private readonly ReverseProxy _proxy;
    private readonly ConcurrentQueue<WatchedCall> _calls = new();
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<AmazonDynamoDBClient> _clients = [];

    private WatchedTable(TestTable table, ReverseProxy proxy)
    {
        Table = table;
        _proxy = proxy;
        proxy.OnRequest = Watch;
    }

    /// <summary>The table without the proxy.</summary>
    public TestTable Table { get; }

    /// <summary>The calls since <see cref="Forget"/>, as text.</summary>
    public string[] Calls => [.. _calls.Select(call => call.ToString())];

    /// <summary>The calls since <see cref="Forget"/>.</summary>
    public WatchedCall[] Watched => [.. _calls];

    /// <summary>Decides what becomes of a call; null forwards it.</summary>
    public Func<WatchedCall, ProxyAction?> OnCall { get; set; } = _ => null;

    /// <summary>Is awaited when DynamoDB has answered a forwarded call, before the client learns of it.</summary>
    public Func<Task>? BeforeAnswer
    {
        set => _proxy.BeforeAnswer = value is null ? null : _ => value();
    }

    /// <summary>A table of findings.</summary>
    public static async Task<WatchedTable> CreateAsync() => await CreateAsync(await TestTable.CreateAsync());

    /// <summary>A table of correlation state.</summary>
    public static async Task<WatchedTable> CreateForCorrelationAsync() => await CreateAsync(await TestTable.CreateForCorrelationAsync());

    /// <summary>What DynamoDB answers when it refuses something.</summary>
    public static ProxyAction Refuse(string error, string message = "told to", JsonArray? reasons = null, int status = 400)
    {
        var body = new JsonObject { ["__type"] = $"com.amazonaws.dynamodb.v20120810#{error}", ["message"] = message };
        if (reasons is not null) body["CancellationReasons"] = reasons;
        return Answer(body, status);
    }

    public static ProxyAction Answer(JsonNode body, int status = 200) => ProxyAction.Answer(
        status,
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/x-amz-json-1.0" },
        Encoding.UTF8.GetBytes(body.ToJsonString()));

    /// <summary>A store over the proxy, whose client does not repeat anything itself.</summary>
    public DynamoDbFindingStore Open(TimeProvider clock, FindingStoreOptions? options = null, int sdkRetries = 0) =>
        new(Connect(sdkRetries), Table.Name, clock, options ?? new() { EventsPerTransaction = TestTable.EventsPerTransaction });

    /// <summary>The same for the correlation state.</summary>
    public DynamoDbCorrelationState OpenCorrelation(TimeProvider clock) => new(Connect(sdkRetries: 0), Table.Name, clock);

    public void Forget()
    {
        _calls.Clear();
        _numbers.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await _proxy.DisposeAsync();
        Table.Dispose();
    }

    private static async Task<WatchedTable> CreateAsync(TestTable table) => new(table, await ReverseProxy.StartAsync(table.Url));

    private AmazonDynamoDBClient Connect(int sdkRetries)
    {
        var client = TestTable.Connect(_proxy.Url, config => config.MaxErrorRetry = sdkRetries);
        _clients.Add(client);
        return client;
    }

    private ProxyAction Watch(ProxiedRequest request)
    {
        var operation = request.Header("X-Amz-Target")!.Split('.')[1];
        var number = _numbers.AddOrUpdate(operation, 1, (_, before) => before + 1);
        var call = new WatchedCall(operation, JsonSerializer.Deserialize<JsonNode>(request.Body.Span)!, number);
        _calls.Enqueue(call);
        return OnCall(call) ?? ProxyAction.Forward;
    }
}
