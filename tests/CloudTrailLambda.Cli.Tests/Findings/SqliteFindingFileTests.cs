using CloudTrailLambda.Cli.Sqlite;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Tests.Findings;

public sealed class SqliteFindingFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("findings-").FullName;

    private string FilePath => Path.Combine(_folder, "findings.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Findings_are_there_when_the_file_is_opened_again()
    {
        using (var store = Open()) await AddOneAsync(store);

        using var again = Open();

        Assert.Single(await again.ListAsync(new FindingQuery(), CancellationToken.None).ToListAsync());
        Assert.Empty((await AddOneAsync(again)).New);
    }

    [Fact]
    public async Task Two_stores_may_share_a_file()
    {
        using var one = Open();
        using var other = Open();

        await AddOneAsync(one);

        Assert.Empty((await AddOneAsync(other)).New);
    }

    [Fact]
    public void A_file_that_is_not_a_database_is_refused_and_left_alone()
    {
        var text = string.Join('\n', Enumerable.Repeat("this is somebody's text", 100));
        File.WriteAllText(FilePath, text);

        Refuses("not a SQLite database");

        Assert.Equal(text, File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData("CREATE TABLE theirs (x)")]
    [InlineData("PRAGMA application_id = 7")]
    [InlineData("PRAGMA user_version = 1")]
    public void A_database_of_another_program_is_refused(string sql)
    {
        Execute(sql);

        Refuses("another program");
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused()
    {
        Open().Dispose();
        Execute("PRAGMA user_version = 4");

        Refuses("has version 4; this program knows version 3");
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_said_to_be_missing()
    {
        var refusal = Assert.Throws<FindingStoreException>(
            () => SqliteFindingStore.Open(Path.Combine(_folder, "missing", "findings.db"), TimeProvider.System));

        Assert.Contains("folder must exist", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(FilePath);

        Refuses("cannot be opened");
    }

    [Fact]
    public async Task A_file_that_another_process_is_writing_is_said_to_be_locked()
    {
        using var store = Open();
        using var other = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        other.Open();
        using (other.BeginTransaction(deferred: false))
        {
            var refusal = await Assert.ThrowsAsync<FindingStoreException>(() => AddOneAsync(store));
            Assert.Contains("Another process", refusal.Message, StringComparison.Ordinal);
            Refuses("Another process");
        }

        Assert.Single((await AddOneAsync(store)).New);
    }

    [Fact]
    public async Task A_transaction_that_fails_in_the_middle_leaves_the_previous_state()
    {
        using var store = Open();
        await AddOneAsync(store);
        // The second of three findings cannot be written.
        FindingMatch[] matches = [.. Enumerable.Range(0, 3).Select(i => Sample.Match(Sample.Event("e2"), group: $"user-{i}"))];
        var second = matches.Select(match => match.Key.ToId().ToString()).Order(StringComparer.Ordinal).ElementAt(1);
        Execute($"CREATE TRIGGER full_disk BEFORE INSERT ON finding WHEN NEW.id = '{second}' BEGIN SELECT RAISE(ABORT, 'broken'); END");

        var refusal = await Assert.ThrowsAsync<FindingStoreException>(() => store.AddAsync("log-2", matches, CancellationToken.None));

        Assert.Contains("broken", refusal.Message, StringComparison.Ordinal);
        Assert.Single(await store.ListAsync(new FindingQuery(), CancellationToken.None).ToListAsync());
        Execute("DROP TRIGGER full_disk");
        Assert.Equal(3, (await store.AddAsync("log-2", matches, CancellationToken.None)).New.Count);
    }

    [Theory]
    [InlineData(8, "cannot be written")]
    [InlineData(10, "Check the disk")]
    [InlineData(11, "is damaged")]
    [InlineData(13, "no space left")]
    [InlineData(1, "cannot be used")]
    public void Each_fault_says_what_to_do(int sqliteErrorCode, string advice)
    {
        var cause = new SqliteException("SQLite says why", sqliteErrorCode);

        var fault = FindingStoreFault.Of("/data/findings.db", cause);

        Assert.Contains(advice, fault.Message, StringComparison.Ordinal);
        Assert.Contains("/data/findings.db", fault.Message, StringComparison.Ordinal);
        Assert.Contains("SQLite says why", fault.Message, StringComparison.Ordinal);
        Assert.Same(cause, fault.InnerException);
    }

    private SqliteFindingStore Open() => SqliteFindingStore.Open(FilePath, TimeProvider.System, lockTimeout: TimeSpan.FromSeconds(1));

    private void Refuses(string because) =>
        Assert.Contains(because, Assert.Throws<FindingStoreException>(Open).Message, StringComparison.Ordinal);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static Task<StoreOutcome> AddOneAsync(SqliteFindingStore store) =>
        store.AddAsync("log", [Sample.Match(Sample.Event("e1"))], CancellationToken.None);
}
