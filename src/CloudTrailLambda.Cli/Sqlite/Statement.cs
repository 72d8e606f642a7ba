using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>One SQL statement with parameters <c>?1</c>, <c>?2</c>, …: prepared once, run many times.</summary>
/// <remarks>
/// Over SQLite's own functions: a <see cref="SqliteCommand"/> looks each parameter up by name, boxes each value and makes a reader for
/// each run, which costs more than what SQLite does for the row of an event.
/// </remarks>
internal sealed class Statement : IDisposable
{
    private const int StackBytes = 512;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        ThrowUnless(raw.SQLITE_OK, raw.sqlite3_prepare_v2(_database, sql, out _handle));
    }

    /// <summary>Sets a parameter, counted from 1.</summary>
    public Statement Bind(int number, string? value)
    {
        if (value is null) return Bound(raw.sqlite3_bind_null(_handle, number));
        var maxBytes = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = maxBytes <= StackBytes ? null : ArrayPool<byte>.Shared.Rent(maxBytes);
        var utf8 = rented ?? stackalloc byte[StackBytes];
        var length = Encoding.UTF8.GetBytes(value, utf8);
        Bound(raw.sqlite3_bind_text(_handle, number, utf8[..length]));
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    public Statement Bind(int number, long value) => Bound(raw.sqlite3_bind_int64(_handle, number, value));

    public Statement Bind(int number, bool value) => Bind(number, value ? 1L : 0L);

    public Statement Bind(int number, long? value) =>
        value is null ? Bound(raw.sqlite3_bind_null(_handle, number)) : Bind(number, value.Value);

    public Statement Bind(int number, ReadOnlyMemory<byte>? value) => Bound(
        value is null ? raw.sqlite3_bind_null(_handle, number) : raw.sqlite3_bind_blob(_handle, number, value.Value.Span));

    /// <summary>Runs a statement that has no rows.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            raw.sqlite3_reset(_handle);
        }
    }

    /// <summary>Runs an insert, update or delete; how many rows it concerned.</summary>
    public int RunAndCount()
    {
        Run();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs a query and reads its first row; the default value if there is none.</summary>
    public T? ReadFirst<T>(Func<Statement, T> read)
    {
        try
        {
            return Step() ? read(this) : default;
        }
        finally
        {
            raw.sqlite3_reset(_handle);
        }
    }

    /// <summary>Runs a query and reads its rows, or the first ones.</summary>
    public List<T> ReadAll<T>(Func<Statement, T> read, int maxRows = int.MaxValue)
    {
        try
        {
            var rows = new List<T>();
            while (rows.Count < maxRows && Step()) rows.Add(read(this));
            return rows;
        }
        finally
        {
            raw.sqlite3_reset(_handle);
        }
    }

    /// <summary>Runs a query and reads the first column of its first row; null if there is none.</summary>
    public long? ReadInteger() => ReadFirst(static row => (long?)row.Integer(0));

    /// <summary>A column of the current row, counted from 0.</summary>
    public long Integer(int column) => raw.sqlite3_column_int64(_handle, column);

    public bool IsTrue(int column) => Integer(column) != 0;

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    // As bytes, not as text: the length is SQLite's, so a NUL inside does not end it.
    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_handle, column));

    public string? OptionalText(int column) => IsNull(column) ? null : Text(column);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_handle, column).ToArray();

    public void Dispose() => _handle.Dispose();

    private bool Step()
    {
        var result = raw.sqlite3_step(_handle);
        if (result == raw.SQLITE_ROW) return true;
        ThrowUnless(raw.SQLITE_DONE, result);
        return false;
    }

    private Statement Bound(int result)
    {
        ThrowUnless(raw.SQLITE_OK, result);
        return this;
    }

    private void ThrowUnless(int expected, int result)
    {
        // The low byte is the primary code, whether or not extended ones are switched on.
        if (result != expected) SqliteException.ThrowExceptionForRC(result & 0xFF, _database);
    }
}
