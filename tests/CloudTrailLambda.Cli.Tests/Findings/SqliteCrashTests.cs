using System.Globalization;
using CloudTrailLambda.Cli.Sqlite;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.StoreContracts;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Tests.Findings;

public sealed class SqliteCrashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("findings-").FullName;

    private string FilePath => Path.Combine(_folder, "findings.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(11)]
    public async Task A_writer_killed_in_the_middle_leaves_whole_objects_and_a_second_scan_completes_them(int killAfterObject)
    {
        var added = await KillWriterAfterAsync(killAfterObject);
        Assert.InRange(added, killAfterObject, CrashingWriter.Objects - 2);
        Assert.Equal("ok", IntegrityCheck());
        var objects = Enumerable.Range(0, added + 20).Select(CrashingWriter.Object).ToList();

        using var store = SqliteFindingStore.Open(FilePath, TimeProvider.System);
        // The writer was killed after it said the last number, and may have added one object more.
        var left = await ReadAllAsync(store);
        var isOneMore = left.SequenceEqual(ExpectedFindings.Of(objects.Take(added + 2), 1000));
        if (!isOneMore) Assert.Equal(ExpectedFindings.Of(objects.Take(added + 1), 1000), left);

        foreach (var delivery in objects) await store.AddAsync(delivery.LogObject, delivery.Matches, CancellationToken.None);
        Assert.Equal(ExpectedFindings.Of(objects, 1000), await ReadAllAsync(store));
    }

    private async Task<int> KillWriterAfterAsync(int number)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var writer = CrashingWriter.Start(FilePath);
        var last = -1;
        while (await writer.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            last = int.Parse(line, CultureInfo.InvariantCulture);
            if (last == number) writer.Kill();
        }
        await writer.WaitForExitAsync(timeout.Token);
        Assert.NotEqual(0, writer.ExitCode);
        return last;
    }

    private string? IntegrityCheck()
    {
        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string?)command.ExecuteScalar();
    }

    private static async Task<List<Finding>> ReadAllAsync(SqliteFindingStore store)
    {
        var query = new FindingQuery { Limit = FindingLimits.MaxQueryLimit };
        var findings = await store.ListAsync(query, CancellationToken.None).ToListAsync();
        return [.. findings.Select(finding => finding with { CreatedAt = default, UpdatedAt = default })
            .OrderBy(finding => finding.Id.ToString(), StringComparer.Ordinal)];
    }
}
