using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>The tables of a findings file, and how a file says that it is one.</summary>
internal static class FindingSchema
{
    public const int Version = 3;

    // "CTfi": without it any program's database of version 0 or 1 would be taken for ours.
    private const int ApplicationId = 0x43546669;

    // Times are milliseconds since 1970 (with _s: seconds): half the size of ISO 8601 text, compared as integers, and no text form to agree on.
    // Numbers stand for findings and objects in the large tables: the id and the key would be most of an event's row.
    // No foreign keys: rows are written by one class, in one transaction, and a check for each event would cost a lookup.
    // Events have a rowid: ids are random, and rows kept in their order would touch a page for each event instead of the last one.
    private const string Tables = """
        CREATE TABLE finding (
          no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
          rule_id TEXT NOT NULL, title TEXT NOT NULL, severity INTEGER NOT NULL, techniques TEXT NOT NULL, tactics TEXT NOT NULL,
          account_id TEXT NOT NULL, group_fields TEXT NOT NULL, window_start_ms INTEGER NOT NULL, window_ms INTEGER NOT NULL,
          first_event_ms INTEGER NOT NULL, first_event_id TEXT NOT NULL, last_event_ms INTEGER NOT NULL, actor TEXT,
          source_addresses TEXT NOT NULL, source_addresses_more INTEGER NOT NULL,
          event_names TEXT NOT NULL, event_names_more INTEGER NOT NULL,
          regions TEXT NOT NULL, regions_more INTEGER NOT NULL,
          events_kept INTEGER NOT NULL, events_seen INTEGER NOT NULL, is_past_limit INTEGER NOT NULL,
          status TEXT NOT NULL, alert TEXT NOT NULL, alert_claimant TEXT, alert_claimed_until_ms INTEGER,
          created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL) STRICT;
        CREATE INDEX finding_in_order ON finding (severity DESC, last_event_ms DESC, id);
        CREATE TABLE log_object (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE event (
          finding_no INTEGER NOT NULL, event_id TEXT NOT NULL, log_object_no INTEGER NOT NULL, event_ms INTEGER NOT NULL,
          event_name TEXT NOT NULL, event_source TEXT, region TEXT, source_address TEXT, user_agent TEXT, actor TEXT, error_code TEXT,
          PRIMARY KEY (finding_no, event_id)) STRICT;
        CREATE TABLE early_event (
          finding_no INTEGER NOT NULL, event_id TEXT NOT NULL, log_object_no INTEGER NOT NULL, event_ms INTEGER NOT NULL,
          event_name TEXT NOT NULL, event_source TEXT, region TEXT, source_address TEXT, user_agent TEXT, actor TEXT, error_code TEXT,
          omitted_record_bytes INTEGER, record BLOB,
          PRIMARY KEY (finding_no, event_id)) STRICT;
        CREATE TABLE object_excess (
          finding_no INTEGER NOT NULL, log_object_no INTEGER NOT NULL, events INTEGER NOT NULL,
          PRIMARY KEY (finding_no, log_object_no)) STRICT, WITHOUT ROWID;
        CREATE TABLE correlation_page (
          series TEXT NOT NULL, page INTEGER NOT NULL, version INTEGER NOT NULL, expires_s INTEGER NOT NULL, content BLOB NOT NULL,
          PRIMARY KEY (series, page)) STRICT;
        CREATE INDEX correlation_page_expiry ON correlation_page (expires_s);
        """;

    /// <summary>Creates the tables in an empty file; refuses a file that is something else.</summary>
    /// <remarks>In a write transaction even if there is nothing to create: a file that cannot be written is found out at once.</remarks>
    public static void Ensure(SqliteConnection connection, string path)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = ReadInteger(connection, "PRAGMA user_version");
        var applicationId = ReadInteger(connection, "PRAGMA application_id");
        if (version == 0 && applicationId == 0 && ReadInteger(connection, "SELECT count(*) FROM sqlite_schema") == 0)
            Create(connection);
        else if (applicationId != ApplicationId)
            throw FindingStoreFault.OtherProgram(path);
        else if (version != Version)
            throw FindingStoreFault.OtherVersion(path, version, Version);
        transaction.Commit();
    }

    private static long ReadInteger(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        return statement.ReadInteger() ?? 0;
    }

    private static void Create(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"{Tables} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};";
        command.ExecuteNonQuery();
    }
}
