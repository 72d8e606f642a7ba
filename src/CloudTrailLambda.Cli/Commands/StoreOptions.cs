using System.CommandLine;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using CloudTrailLambda.Aws.DynamoDb;
using CloudTrailLambda.Aws.DynamoDb.Correlation;
using CloudTrailLambda.Cli.Sqlite;
using CloudTrailLambda.Detection.Configuration;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Cli.Commands;

/// <summary>Where a command keeps its findings and what correlations remember: a file here, or the tables of the deployed stack.</summary>
/// <param name="keepsState">Whether the command correlates, or shows what else is remembered.</param>
internal sealed class StoreOptions(bool keepsState = false)
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

    private readonly Option<string?> _stateTable = new("--state-table")
    {
        Description = "With --table: the DynamoDB table that keeps what correlations remember between scans, and what resources were like. Without it correlations see one scan only, and findings do not show what changed.",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_database);
        command.Options.Add(_table);
        if (keepsState) command.Options.Add(_stateTable);
        command.Validators.Add(result =>
        {
            if (keepsState && result.GetResult(_stateTable) is not null)
            {
                if (result.GetResult(_table) is null) result.AddError("--state-table goes with --table: a file keeps both.");
                if (string.IsNullOrWhiteSpace(result.GetValue(_stateTable))) result.AddError("--state-table needs the name of a table.");
            }

            if (result.GetResult(_table) is null) return;
            if (result.GetResult(_database) is { Implicit: false }) result.AddError("Findings are kept in one place: give --db or --table, not both.");
            if (string.IsNullOrWhiteSpace(result.GetValue(_table))) result.AddError("--table needs the name of a table.");
        });
    }

    /// <summary>Opens the store; a file that is not there is made.</summary>
    /// <exception cref="FindingStoreException">It cannot be used.</exception>
    public OpenStore Open(ParseResult parsed) =>
        parsed.GetValue(_table) is { } table ? OpenTable(table, keepsState ? parsed.GetValue(_stateTable) : null) : OpenFile(parsed.GetValue(_database)!);

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
        try
        {
            var state = new SqliteCorrelationState(store.File, TimeProvider.System);
            return new OpenStore(store, state, RemembersCorrelations: true, [state, store]);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static OpenStore OpenTable(string table, string? stateTable)
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

        var clock = TimeProvider.System;
        ICorrelationState state = stateTable is null ? new InMemoryCorrelationState(clock) : new DynamoDbCorrelationState(client, stateTable, clock);
        return new OpenStore(new DynamoDbFindingStore(client, table, clock), state, RemembersCorrelations: stateTable is not null, [client]);
    }
}

/// <summary>Where findings and what correlations remember are kept, and what must be let go of when that is no longer used.</summary>
/// <param name="Findings">The findings.</param>
/// <param name="Correlations">What correlations remember.</param>
/// <param name="RemembersCorrelations">Whether that outlives the process.</param>
/// <param name="Held">What is let go of, in this order.</param>
internal sealed record OpenStore(
    IFindingStore Findings, ICorrelationState Correlations, bool RemembersCorrelations, IReadOnlyList<IDisposable> Held) : IDisposable
{
    /// <summary>What resources were like; <see langword="null"/> where nothing of it would be remembered.</summary>
    public ConfigurationHistory? Configurations { get; } = RemembersCorrelations ? new(Correlations, TimeProvider.System) : null;

    public void Dispose()
    {
        foreach (var held in Held) held.Dispose();
    }
}
