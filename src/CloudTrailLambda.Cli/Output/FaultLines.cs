using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Cli.Output;

/// <summary>Says on standard error what could not be read or was passed over: file, record and byte. Thread-safe.</summary>
internal sealed class FaultLines(Terminal terminal)
{
    private readonly Lock _gate = new();

    /// <summary>How much could not be read.</summary>
    public int FaultCount { get; private set; }

    public void Write(LogObject logObject, ReadFault fault)
    {
        var place = fault.RecordNumber > 0 ? $"record {fault.RecordNumber}, byte {fault.ByteOffset}" : $"byte {fault.ByteOffset}";
        lock (_gate)
        {
            FaultCount++;
            terminal.Say($"{logObject.Name}: {place}: {fault.Message}");
        }
    }

    public void Write(LogObject logObject, ReadNote note)
    {
        lock (_gate) terminal.Say($"{logObject.Name}: {note.Message}");
    }
}
