using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Tests.Running;

/// <summary>A folder of one test's own.</summary>
public abstract class Workplace : IDisposable
{
    private protected string Folder { get; } = Directory.CreateTempSubdirectory("trail-").FullName;

    private protected string Database => PathOf("findings.db");

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected string PathOf(string name) => Path.Combine(Folder, name);

    private protected string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>A log file with these records.</summary>
    private protected string WriteLog(string name, params IEnumerable<object> records) =>
        Write(name, JsonSerializer.Serialize(new { Records = records }));

    /// <summary>A record that the shipped rule for stopped trails matches.</summary>
    private protected static Dictionary<string, object?> StopLogging(string eventId, string user = "mallory") => new(StringComparer.Ordinal)
    {
        ["eventVersion"] = "1.11",
        ["eventID"] = eventId,
        ["eventTime"] = "2026-10-14T09:05:07Z",
        ["eventName"] = "StopLogging",
        ["eventSource"] = "cloudtrail.amazonaws.com",
        ["awsRegion"] = "eu-west-1",
        ["sourceIPAddress"] = "203.0.113.9",
        ["recipientAccountId"] = "111122223333",
        ["userIdentity"] = new { type = "IAMUser", arn = $"arn:aws:iam::111122223333:user/{user}", userName = user },
        ["requestParameters"] = new { name = "management" },
    };

    /// <summary>Everything in a findings file, row by row.</summary>
    private protected static List<string> Dump(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        var rows = new List<string>();
        foreach (var table in (string[])["finding", "log_object", "event", "early_event", "object_excess"])
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var cells = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] blob ? Convert.ToHexString(blob) : reader.GetValue(i).ToString());
                rows.Add($"{table}: {string.Join('|', cells)}");
            }
        }

        return rows;
    }

    private protected static string? IntegrityCheck(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string?)command.ExecuteScalar();
    }
}
