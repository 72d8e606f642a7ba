using System.Globalization;
using CloudTrailLambda.Cli.Sqlite;
using CloudTrailLambda.Cli.Tests.Running;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.StoreContracts;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Tests.Correlations;

/// <summary>The correlation state as a part of a findings file.</summary>
public sealed class SqliteCorrelationFileTests : Workplace
{
    private const string Series = "series";

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Expired_pages_are_deleted_by_and_by_and_no_call_deletes_many()
    {
        using var findings = Open();
        using var state = new SqliteCorrelationState(findings.File, _clock);
        await state.WriteAsync([.. Enumerable.Range(0, 350).Select(key => Page(key))], CancellationToken.None);
        _clock.Now += TimeSpan.FromHours(1);

        var left = new List<long>();
        for (var round = 0; round < 4; round++)
        {
            await state.WriteAsync([Page(round, "new")], CancellationToken.None);
            left.Add(Query("SELECT count(*) FROM correlation_page"));
        }

        // Page 0 took the place of an expired one; those of 1, 2 and 3 were deleted by then.
        Assert.Equal([350 - 101, 350 - 202 + 1, 350 - 303 + 2, 4], left);
        Assert.Equal([0, 1, 2, 3], (await state.ReadAsync([new StateRange(Series, 0, 999)], CancellationToken.None))[0].Select(page => page.Key));
    }

    [Fact]
    public async Task A_file_that_another_process_is_writing_can_be_read_and_is_said_to_be_locked()
    {
        using var findings = Open();
        using var state = new SqliteCorrelationState(findings.File, _clock);
        await state.WriteAsync([Page(1)], CancellationToken.None);
        using var other = Connect();
        using (other.BeginTransaction(deferred: false))
        {
            var fault = await Assert.ThrowsAsync<CorrelationStateException>(() => state.WriteAsync([Page(2)], CancellationToken.None));
            Assert.StartsWith($"Another process is writing the findings file {Database}. Wait until it ends, then run this again.", fault.Message, StringComparison.Ordinal);
            Assert.Single((await state.ReadAsync([new StateRange(Series, 0, 9)], CancellationToken.None))[0]);
        }

        Assert.Equal([true], await state.WriteAsync([Page(2)], CancellationToken.None));
    }

    [Fact]
    public async Task What_fails_in_the_middle_or_is_cancelled_there_writes_nothing()
    {
        using var findings = Open();
        using var state = new SqliteCorrelationState(findings.File, _clock);
        using (var other = Connect())
        using (var command = other.CreateCommand())
        {
            command.CommandText = "CREATE TRIGGER full_disk BEFORE INSERT ON correlation_page WHEN NEW.page = 2 BEGIN SELECT RAISE(ABORT, 'broken'); END";
            command.ExecuteNonQuery();
        }

        var fault = await Assert.ThrowsAsync<CorrelationStateException>(() => state.WriteAsync([Page(1), Page(2), Page(3)], CancellationToken.None));

        Assert.Contains("broken", fault.Message, StringComparison.Ordinal);
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => state.WriteAsync(new CancellingList(cancellation, Page(1), Page(3)), cancellation.Token));
        Assert.Equal(0, Query("SELECT count(*) FROM correlation_page"));
        Assert.Equal([true, true], await state.WriteAsync([Page(1), Page(3)], CancellationToken.None));
    }

    [Fact]
    public async Task Findings_and_pages_are_written_at_the_same_time()
    {
        const int Rounds = 100;
        using var findings = Open();
        using var state = new SqliteCorrelationState(findings.File, _clock);

        await Task.WhenAll(
            Parallel.ForAsync(0, Rounds, async (round, token) => await findings.AddAsync($"log-{round}", [Sample.Match(Sample.Event($"e{round}"))], token)),
            Parallel.ForAsync(0, Rounds, async (round, token) =>
            {
                Assert.Equal([true, true], await state.WriteAsync([Page(2 * round), Page((2 * round) + 1)], token));
                Assert.Equal(2, (await state.ReadAsync([new StateRange(Series, 2 * round, (2 * round) + 1)], token))[0].Count);
            }));

        Assert.Equal(Rounds, Query("SELECT count(*) FROM event"));
        Assert.Equal(2 * Rounds, Query("SELECT count(*) FROM correlation_page"));
        Assert.Equal("ok", IntegrityCheck(Database));
    }

    [Fact]
    public async Task Closing_lets_go_of_the_file()
    {
        using (var findings = Open())
        using (var state = new SqliteCorrelationState(findings.File, _clock))
        {
            await state.WriteAsync([Page(1)], CancellationToken.None);
            await state.ReadAsync([new StateRange(Series, 0, 9)], CancellationToken.None);
        }

        // Who closes it last takes the log file away.
        Assert.Equal([Database], Directory.GetFiles(Folder));
    }

    private SqliteFindingStore Open() => SqliteFindingStore.Open(Database, _clock, lockTimeout: TimeSpan.FromSeconds(1));

    private StateWrite Page(long key, string text = "x") => new(Series, key, 0, System.Text.Encoding.UTF8.GetBytes(text), _clock.Now.AddHours(1));

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        return connection;
    }

    private long Query(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Writes of which the last is not reached before somebody cancels.</summary>
    private sealed class CancellingList(CancellationTokenSource cancellation, params StateWrite[] writes) : IReadOnlyList<StateWrite>
    {
        public int Count => writes.Length;

        public StateWrite this[int index]
        {
            get
            {
                cancellation.Cancel();
                return writes[index];
            }
        }

        public IEnumerator<StateWrite> GetEnumerator() => writes.AsEnumerable().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
