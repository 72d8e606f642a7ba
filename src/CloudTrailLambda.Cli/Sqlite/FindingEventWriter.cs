using System.Runtime.InteropServices;
using CloudTrailLambda.Detection.Findings;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>A log object: the number that stands for it in the tables, and its name.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ObjectName(long No, string Name);

/// <summary>Reads and writes the items below a finding, inside of the transaction of a <see cref="FindingWriter"/>.</summary>
internal sealed class FindingEventWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement _selectEvent =
        new(connection, "SELECT log_object_no FROM event WHERE finding_no = ?1 AND event_id = ?2");

    private readonly Statement _insertEvent = new(connection, EventRow.Insert);

    private readonly Statement _selectExcess =
        new(connection, "SELECT events FROM object_excess WHERE finding_no = ?1 AND log_object_no = ?2");

    private readonly Statement _putExcess = new(connection, "INSERT OR REPLACE INTO object_excess VALUES (?1, ?2, ?3)");

    private readonly Statement _selectEarly = new(
        connection, "SELECT event_ms, event_id, name FROM early_event JOIN log_object ON no = log_object_no WHERE finding_no = ?1");

    private readonly Statement _insertEarly = new(connection, EventRow.InsertEarly);

    private readonly Statement _deleteEarly = new(connection, "DELETE FROM early_event WHERE finding_no = ?1 AND event_id = ?2");

    /// <summary>The events that have no item, and how many of the items name this object.</summary>
    public (List<FindingEvent> Fresh, int KnownOfObject) Split(long findingNo, long objectNo, IReadOnlyList<FindingEvent> events)
    {
        var fresh = new List<FindingEvent>(events.Count);
        var knownOfObject = 0;
        foreach (var @event in events)
        {
            var knownObject = _selectEvent.Bind(1, findingNo).Bind(2, @event.EventId).ReadInteger();
            if (knownObject is null) fresh.Add(@event);
            else if (knownObject == objectNo) knownOfObject++;
        }
        return (fresh, knownOfObject);
    }

    public void Put(long findingNo, long objectNo, IReadOnlyList<FindingEvent> events)
    {
        foreach (var @event in events) EventRow.Bind(_insertEvent, findingNo, objectNo, @event).Run();
    }

    public int ReadExcess(long findingNo, long objectNo) =>
        (int)(_selectExcess.Bind(1, findingNo).Bind(2, objectNo).ReadInteger() ?? 0);

    public void PutExcess(long findingNo, long objectNo, int events) =>
        _putExcess.Bind(1, findingNo).Bind(2, objectNo).Bind(3, (long)events).Run();

    public void KeepEarliest(long findingNo, bool isNew, FindingContribution contribution, ObjectName logObject)
    {
        var (remove, put) = EarliestEvents.Choose(isNew ? [] : ReadEarly(findingNo), contribution, logObject.Name);
        foreach (var eventId in remove) _deleteEarly.Bind(1, findingNo).Bind(2, eventId).Run();
        foreach (var @event in put) EventRow.BindEarly(_insertEarly, findingNo, logObject.No, @event).Run();
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])
            [_selectEvent, _insertEvent, _selectExcess, _putExcess, _selectEarly, _insertEarly, _deleteEarly])
        {
            statement.Dispose();
        }
    }

    private List<EarlyEvent> ReadEarly(long findingNo) => _selectEarly.Bind(1, findingNo).ReadAll(
        static row => new EarlyEvent(DateTimeOffset.FromUnixTimeMilliseconds(row.Integer(0)), row.Text(1), row.Text(2)));
}
