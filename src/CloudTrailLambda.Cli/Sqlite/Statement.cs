using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>One SQL text with parameters <c>$1</c>, <c>$2</c>, …: prepared once, run many times.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    public Statement(SqliteConnection connection, string sql, int parameterCount = 0)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = new SqliteParameter[parameterCount];
        for (var i = 0; i < parameterCount; i++)
        {
            _parameters[i] = _command.CreateParameter();
            _parameters[i].ParameterName = $"${i + 1}";
            _command.Parameters.Add(_parameters[i]);
        }
    }

    /// <summary>Sets a parameter, counted from 1 as in the SQL text.</summary>
    public Statement Bind(int number, string? value) => Set(number, SqliteType.Text, value);

    public Statement Bind(int number, long value) => Set(number, SqliteType.Integer, value);

    public Statement Bind(int number, bool value) => Set(number, SqliteType.Integer, value ? 1L : 0L);

    public Statement Bind(int number, long? value) => Set(number, SqliteType.Integer, value);

    public Statement Bind(int number, byte[]? value) => Set(number, SqliteType.Blob, value);

    public int Run() => _command.ExecuteNonQuery();

    /// <summary>The first column of the first row; null if there is no row.</summary>
    public long? ReadInteger() => (long?)_command.ExecuteScalar();

    public string? ReadText() => (string?)_command.ExecuteScalar();

    public SqliteDataReader Read() => _command.ExecuteReader();

    public void Dispose() => _command.Dispose();

    private Statement Set(int number, SqliteType type, object? value)
    {
        var parameter = _parameters[number - 1];
        parameter.SqliteType = type;
        parameter.Value = value ?? DBNull.Value;
        return this;
    }
}
