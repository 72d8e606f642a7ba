using System.CommandLine;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Cli.Sqlite;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Cli.Commands;

/// <summary>Where a command keeps its findings: a file here, or the table of the deployed stack.</summary>
internal sealed class StoreOptions
{
    private const string DefaultDatabase = "findings.db";

    private readonly Option<string> _database = new("--db")
    {
        Description = "The SQLite file that keeps the findings.",
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultDatabase,
    };

    private readonly Option<string?> _table = new("--table")
    {
        Description = "The DynamoDB table that keeps the findings, in place of a file. Credentials and region are those of the AWS CLI (AWS_PROFILE, AWS_REGION, …).",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_database);
        command.Options.Add(_table);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_table) is null) return;
            if (result.GetResult(_database) is { Implicit: false }) result.AddError("Findings are kept in one place: give --db or --table, not both.");
            if (string.IsNullOrWhiteSpace(result.GetValue(_table))) result.AddError("--table needs the name of a table.");
        });
    }

    /// <summary>Opens the store; a file that is not there is made.</summary>
    /// <exception cref="FindingStoreException">It cannot be used.</exception>
    public OpenStore Open(ParseResult parsed) =>
        parsed.GetValue(_table) is { } table ? OpenTable(table) : OpenFile(parsed.GetValue(_database)!);

    /// <summary>Opens the store to ask it. Opening makes a file, and a question about one that is not there must not leave an empty one behind.</summary>
    /// <exception cref="FindingStoreException">There is none, or it cannot be used.</exception>
    public OpenStore OpenExisting(ParseResult parsed)
    {
        var file = parsed.GetValue(_database)!;
        if (parsed.GetValue(_table) is null && !File.Exists(file))
            throw new FindingStoreException($"There is no findings file '{file}'. Make one with: trail scan PATH, or name it with --db");
        return Open(parsed);
    }

    private static OpenStore OpenFile(string path)
    {
        var store = SqliteFindingStore.Open(path, TimeProvider.System);
        return new OpenStore(store, store);
    }

    private static OpenStore OpenTable(string table)
    {
        AmazonDynamoDBClient client;
        try
        {
            client = new AmazonDynamoDBClient();
        }
        catch (AmazonClientException e)
        {
            throw new FindingStoreException($"The table {table} cannot be reached: {e.Message.TrimEnd('.')}. Set AWS_REGION to the region that the table is in.", e);
        }

        return new OpenStore(new DynamoDbFindingStore(client, table, TimeProvider.System), client);
    }
}

/// <summary>A store, and what must be let go of when it is no longer used.</summary>
internal sealed record OpenStore(IFindingStore Findings, IDisposable Held) : IDisposable
{
    public void Dispose() => Held.Dispose();
}
