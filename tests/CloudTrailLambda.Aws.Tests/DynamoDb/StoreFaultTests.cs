using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Emulators;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Aws.Tests.DynamoDb;

/// <summary>What does not pass is said in words that tell what to do.</summary>
public sealed class StoreFaultTests : IAsyncLifetime
{
    private readonly HastyClock _clock = new();
    private WatchedTable _table = null!;

    public async ValueTask InitializeAsync() => _table = await WatchedTable.CreateAsync();

    public ValueTask DisposeAsync() => _table.DisposeAsync();

    [Fact]
    public async Task A_missing_table_is_named_with_its_region()
    {
        var store = new DynamoDbFindingStore(_table.Table.Client, "no-such-table", _clock);

        await SaysAsync(store, "There is no table no-such-table in us-east-1. Deploy the stack there");
        await SaysAsync(
            () => store.ListAsync(new FindingQuery(), CancellationToken.None).ToListAsync().AsTask(), "There is no table no-such-table");
    }

    [Theory]
    [InlineData("GetItem", "allow dynamodb:GetItem on the table")]
    [InlineData("TransactWriteItems", "allow dynamodb:UpdateItem, dynamodb:PutItem on the table")]
    public async Task A_denial_names_the_action(string operation, string message)
    {
        _table.OnCall = call => call.Operation == operation
            ? WatchedTable.Refuse("AccessDeniedException", "User: arn:aws:sts::111122223333:assumed-role/f is not authorized")
            : null;

        var fault = await SaysAsync(_table.Open(_clock), message);

        Assert.Contains("arn:aws:sts::111122223333:assumed-role/f", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_table.Table.Name, fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, _table.Calls.Count(call => call.StartsWith(operation, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("UnrecognizedClientException")]
    [InlineData("ExpiredTokenException")]
    [InlineData("InvalidSignatureException")]
    public async Task Credentials_that_are_not_accepted_are_to_be_renewed(string error)
    {
        _table.OnCall = _ => WatchedTable.Refuse(error);

        await SaysAsync(_table.Open(_clock), "does not accept the AWS credentials");
    }

    [Fact]
    public async Task Credentials_that_are_not_there_are_asked_for()
    {
        var config = new AmazonDynamoDBConfig { ServiceURL = _table.Table.Url, AuthenticationRegion = "us-east-1" };
        using var client = new AmazonDynamoDBClient(new NobodysCredentials(), config);

        await SaysAsync(new DynamoDbFindingStore(client, "table", _clock), "There are no usable AWS credentials");
    }

    [Fact]
    public async Task What_is_throttled_for_good_is_said()
    {
        _table.OnCall = _ => WatchedTable.Refuse("ProvisionedThroughputExceededException");

        await SaysAsync(_table.Open(_clock), "DynamoDB throttles the table");
        Assert.Equal(7, _table.Calls.Length);
    }

    [Fact]
    public async Task A_service_that_fails_for_good_is_said()
    {
        _table.OnCall = _ => WatchedTable.Refuse("InternalServerError", status: 500);

        await SaysAsync(_table.Open(_clock), "DynamoDB in us-east-1 fails");
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_said()
    {
        using var client = TestTable.Connect($"http://localhost:{FreePort.Next()}", config => config.MaxErrorRetry = 0);

        await SaysAsync(new DynamoDbFindingStore(client, "table", _clock), "DynamoDB in us-east-1 does not answer");
    }

    [Fact]
    public async Task A_connection_that_is_cut_each_time_is_said()
    {
        _table.OnCall = _ => ProxyAction.Drop;

        await SaysAsync(_table.Open(_clock), "does not answer");
    }

    [Fact]
    public async Task A_table_of_another_form_is_said()
    {
        var name = $"other-{Guid.NewGuid():N}";
        await _table.Table.Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new("key", ScalarAttributeType.S)],
            KeySchema = [new("key", KeyType.HASH)],
        });

        await SaysAsync(new DynamoDbFindingStore(_table.Table.Client, name, _clock), "Is it the table that the stack made?");
    }

    [Fact]
    public async Task A_cancellation_is_no_fault()
    {
        using var cancellation = new CancellationTokenSource();
        _table.OnCall = _ =>
        {
            cancellation.Cancel();
            return WatchedTable.Refuse("ThrottlingException");
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _table.Open(_clock).AddAsync("log", [Sample.Match(Sample.Event("e1"))], cancellation.Token));
        Assert.Single(_table.Calls);
    }

    private static Task<FindingStoreException> SaysAsync(DynamoDbFindingStore store, string message) =>
        SaysAsync(() => store.AddAsync("log", [Sample.Match(Sample.Event("e1"))], CancellationToken.None), message);

    private static async Task<FindingStoreException> SaysAsync(Func<Task> act, string message)
    {
        var fault = await Assert.ThrowsAsync<FindingStoreException>(act);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        return fault;
    }

    private sealed class NobodysCredentials : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() =>
            throw new AmazonClientException("Failed to resolve AWS credentials.");
    }
}
