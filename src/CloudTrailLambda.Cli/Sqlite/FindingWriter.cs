using CloudTrailLambda.Detection.Findings;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>Writes contributions over one connection, one transaction for each log object. One caller at a time.</summary>
internal sealed class FindingWriter : IDisposable
{
    private readonly int _maxEventsKept;
    private readonly WriteTransaction _transaction;
    private readonly Statement _selectObject;
    private readonly Statement _insertObject;
    private readonly Statement _selectFinding;
    private readonly Statement _insertFinding;
    private readonly Statement _updateFinding;
    private readonly FindingEventWriter _events;

    public FindingWriter(SqliteConnection connection, int maxEventsKept)
    {
        _maxEventsKept = maxEventsKept;
        _transaction = new WriteTransaction(connection);
        _selectObject = new Statement(connection, "SELECT no FROM log_object WHERE name = ?1");
        _insertObject = new Statement(connection, "INSERT INTO log_object (name) VALUES (?1) RETURNING no");
        _selectFinding = new Statement(connection, $"SELECT {FindingRow.Columns} FROM finding WHERE id = ?1");
        _insertFinding = new Statement(connection, FindingRow.Insert);
        _updateFinding = new Statement(connection, FindingRow.Update);
        _events = new FindingEventWriter(connection);
    }

    public StoreOutcome Write(
        string logObject, IReadOnlyList<FindingContribution> contributions, DateTimeOffset now, CancellationToken cancellationToken) =>
        _transaction.Run(() =>
        {
            var outcome = new StoreOutcomeBuilder();
            var objectNo = _selectObject.Bind(1, logObject).ReadInteger() ?? _insertObject.Bind(1, logObject).ReadInteger()!.Value;
            foreach (var contribution in contributions)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var row = _selectFinding.Bind(1, contribution.Id.ToString()).ReadFirst(FindingRow.Read);
                if (row is null) WriteNew(contribution, new ObjectName(objectNo, logObject), now, outcome);
                else WriteMore(row, contribution, new ObjectName(objectNo, logObject), now, outcome);
            }
            return outcome.ToOutcome();
        });

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_selectObject, _insertObject, _selectFinding, _insertFinding, _updateFinding]) statement.Dispose();
        _events.Dispose();
        _transaction.Dispose();
    }

    private void WriteNew(FindingContribution contribution, ObjectName logObject, DateTimeOffset now, StoreOutcomeBuilder outcome)
    {
        var step = default(FindingTally).Account(contribution.Events.Count, known: 0, knownOfObject: 0, excess: 0, _maxEventsKept);
        var finding = contribution.ToFinding(step.Tally, now);
        var findingNo = FindingRow.Bind(_insertFinding, finding, step.Tally).ReadInteger()!.Value;
        if (step.Excess > 0) _events.PutExcess(findingNo, logObject.No, step.Excess);
        if (step.KeepsEvents) _events.Put(findingNo, logObject.No, contribution.Events);
        _events.KeepEarliest(findingNo, isNew: true, contribution, logObject);
        outcome.Add(contribution, existed: false, changed: true, finding.Alert, step.NewEvents);
    }

    private void WriteMore(
        FindingRow row, FindingContribution contribution, ObjectName logObject, DateTimeOffset now, StoreOutcomeBuilder outcome)
    {
        var (fresh, knownOfObject) = _events.Split(row.No, logObject.No, contribution.Events);
        var excess = _events.ReadExcess(row.No, logObject.No);
        var step = row.Tally.Account(
            contribution.Events.Count, contribution.Events.Count - fresh.Count, knownOfObject, excess, _maxEventsKept);
        if (step.Excess > excess) _events.PutExcess(row.No, logObject.No, step.Excess);
        if (step.KeepsEvents) _events.Put(row.No, logObject.No, fresh);
        _events.KeepEarliest(row.No, isNew: false, contribution, logObject);

        var said = row.Finding with
        {
            Rule = contribution.Rule,
            Activity = row.Finding.Activity.Merge(contribution.Activity),
            EventCount = step.Tally.EventCount,
            CountIsApproximate = step.Tally.IsPastLimit,
        };
        var changed = said != row.Finding;
        if (changed || step.Tally != row.Tally)
            FindingRow.Bind(_updateFinding, changed ? said with { UpdatedAt = now } : said, step.Tally).Run();
        outcome.Add(contribution, existed: true, changed, said.Alert, step.NewEvents);
    }
}
