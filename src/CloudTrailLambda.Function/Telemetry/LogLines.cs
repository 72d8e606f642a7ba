using System.Buffers;
using System.Text.Json;
using CloudTrailLambda.Function.Runtime;

namespace CloudTrailLambda.Function.Telemetry;

/// <summary>
/// Structured log lines: one JSON object a line on standard output, where Lambda takes them from. Texts from log records are data:
/// the writer escapes every control character and everything outside of ASCII, so none of them ends a line or begins another.
/// Thread-safe.
/// </summary>
internal sealed class LogLines(Stream output, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private Invocation? _invocation;

    /// <summary>Names the invocation in the lines until it is disposed of.</summary>
    public IDisposable Begin(Invocation invocation)
    {
        _invocation = invocation;
        return new Scope(this);
    }

    public void Information(string message, params ReadOnlySpan<(string Name, object? Value)> fields) => Write("Information", message, failure: null, fields);

    public void Warning(string message, params ReadOnlySpan<(string Name, object? Value)> fields) => Write("Warning", message, failure: null, fields);

    public void Error(string message, params ReadOnlySpan<(string Name, object? Value)> fields) => Write("Error", message, failure: null, fields);

    /// <summary>With what happened, down to where it came from.</summary>
    public void Error(string message, Exception failure, params ReadOnlySpan<(string Name, object? Value)> fields) => Write("Error", message, failure, fields);

    /// <summary>Writes a line of another form, such as metrics.</summary>
    public void WriteLine(Action<Utf8JsonWriter> write)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(line)) write(writer);
        line.Write("\n"u8);
        lock (_gate)
        {
            // In one piece: Lambda makes an event of whatever arrives between two line breaks.
            output.Write(line.WrittenSpan);
            output.Flush();
        }
    }

    private void Write(string level, string message, Exception? failure, ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var copied = fields.ToArray();
        WriteLine(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", clock.GetUtcNow().UtcDateTime);
            writer.WriteString("level", level);
            writer.WriteString("message", message);
            if (_invocation is { } invocation)
            {
                writer.WriteString("requestId", invocation.RequestId);
                if (invocation.TraceId is not null) writer.WriteString("traceId", invocation.TraceId);
            }

            foreach (var (name, value) in copied) WriteField(writer, name, value);
            if (failure is not null) WriteField(writer, "exception", failure.ToString());
            writer.WriteEndObject();
        });
    }

    private static void WriteField(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case long number:
                writer.WriteNumber(name, number);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case double number:
                writer.WriteNumber(name, Math.Round(number, 3));
                break;
            default:
                writer.WriteString(name, value.ToString());
                break;
        }
    }

    private sealed class Scope(LogLines log) : IDisposable
    {
        public void Dispose() => log._invocation = null;
    }
}
