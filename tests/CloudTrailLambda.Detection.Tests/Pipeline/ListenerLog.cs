using System.Collections.Concurrent;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Tests.Pipeline;

/// <summary>Writes down what a run says.</summary>
internal sealed class ListenerLog : IRunListener
{
    public ConcurrentQueue<string> Said { get; } = [];

    public void OnFault(LogObject logObject, ReadFault fault) => Said.Enqueue($"{logObject.Name}: record {fault.RecordNumber}, byte {fault.ByteOffset}: {fault.Message}");

    public void OnNote(LogObject logObject, ReadNote note) => Said.Enqueue($"{logObject.Name}: {note.Kind}");

    public void OnDone(LogObject logObject) => Said.Enqueue($"{logObject.Name}: done");
}
