using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.Sigma;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>What all objects of one run share.</summary>
internal sealed record Run(SeenEvents Seen, RunCorrelations Correlations, IRunListener Listener);

/// <summary>One object's way through matching: takes its records, keeps its matches until they are stored, counts.</summary>
internal sealed class ObjectPass
{
    private readonly DetectionRules _rules;
    private readonly Run _run;
    private readonly LogObject _logObject;
    private readonly MatchSession _session;
    private readonly EventReader _events;
    private readonly List<FindingMatch> _matches = [];
    private long _records;
    private long _duplicates;
    private long _matchCount;
    private int _part = 1;
    private RunTotals _totals = new(Objects: 1);

    public ObjectPass(DetectionRules rules, Run run, LogObject logObject)
    {
        _rules = rules;
        _run = run;
        _logObject = logObject;
        _session = rules.Fields.Matcher.OpenSession();
        _events = new EventReader(_session, rules.Fields);
    }

    /// <summary>Records taken since the part began, bad ones and duplicates included.</summary>
    public int RecordsInPart { get; private set; }

    /// <summary>The part's name to the store: the object's, and from the second part on its number.</summary>
    public string PartName => _part == 1 ? _logObject.Name : $"{_logObject.Name}#{_part}";

    public IReadOnlyList<FindingMatch> Matches => _matches;

    public RunTotals Totals => _totals with { Records = _records, Duplicates = _duplicates, Matches = _matchCount, RegexTimeouts = _session.RegexTimeouts };

    /// <summary>Takes one record; returns why when it cannot be read.</summary>
    public RecordFault? Take(ReadOnlyMemory<byte> record)
    {
        RecordsInPart++;
        if (!_session.TryRead(record, out var fault)) return fault;
        if (IsDuplicate())
        {
            _duplicates++;
            return null;
        }

        _records++;
        var matched = _session.Match();
        if (matched.Length > 0) Keep(matched, record);
        return null;
    }

    public void CountFault(ReadFault fault)
    {
        var isRecord = fault.RecordNumber > 0 && fault.Kind != ReadFaultKind.MoreFaults;
        _totals = _totals with { Faults = _totals.Faults + 1, BadRecords = _totals.BadRecords + (isRecord ? 1 : 0) };
    }

    public void CountPassedOver() => _totals = _totals with { ObjectsPassedOver = _totals.ObjectsPassedOver + 1 };

    public void CountNewEvents(long count) => _totals = _totals with { NewEvents = _totals.NewEvents + count };

    public void NextPart()
    {
        _matches.Clear();
        RecordsInPart = 0;
        _part++;
    }

    // A record without an id cannot be known again.
    private bool IsDuplicate()
    {
        foreach (var slot in _rules.Fields.EventId)
        {
            if (_session.TryGetText(slot, out var id) && !id.IsEmpty) return !_run.Seen.Add(id);
        }

        return false;
    }

    private void Keep(ReadOnlySpan<int> matched, ReadOnlyMemory<byte> record)
    {
        FindingEvent? @event = null;
        foreach (var rule in matched)
        {
            if (!_rules.IsEvaluated(rule)) continue;
            @event ??= _events.Read(record);
            if (_run.Correlations.IsWatched(rule)) _run.Correlations.Observe(rule, @event, _events);
            if (!_rules.RuleSet.IsReported[rule]) continue;
            _matches.Add(new FindingMatch(_rules.KeyOf(rule, @event, _events), _rules.Rule(rule), @event));
            _matchCount++;
        }
    }
}
