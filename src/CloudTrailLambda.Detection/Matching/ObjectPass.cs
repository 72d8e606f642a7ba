using CloudTrailLambda.Detection.Configuration;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.Detection.Sources;
using CloudTrailLambda.Sigma;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>What all objects of one run share.</summary>
internal sealed record Run(SeenEvents Seen, RunObservations Observations, AlertsDue Alerts, IRunListener Listener);

/// <summary>One object's way through matching: takes its records, keeps its matches until they are stored, counts.</summary>
internal sealed class ObjectPass
{
    private readonly DetectionRules _rules;
    private readonly Run _run;
    private readonly LogObject _logObject;
    private readonly MatchSession _session;
    private readonly EventReader _events;
    private readonly RepeatedSightings _repeated;
    private readonly List<FindingMatch> _matches = [];
    private byte[] _idBuffer = [];
    private long _records;
    private long _duplicates;
    private long _matchCount;
    private long _withoutTime;
    private int _part = 1;
    private RunTotals _totals = new(Objects: 1);

    public ObjectPass(DetectionRules rules, Run run, LogObject logObject)
    {
        _rules = rules;
        _run = run;
        _logObject = logObject;
        _session = rules.Fields.Matcher.OpenSession();
        _events = new EventReader(_session, rules.Fields);
        _repeated = new RepeatedSightings(rules, _session);
        PartName = logObject.Name;
    }

    /// <summary>Records taken since the part began, bad ones and duplicates included.</summary>
    public int RecordsInPart { get; private set; }

    /// <summary>The part's name to the store: the object's, and from the second part on its number.</summary>
    public string PartName { get; private set; }

    public IReadOnlyList<FindingMatch> Matches => _matches;

    /// <summary>Takes the object's configuration items, where somebody keeps them.</summary>
    public ConfigurationBatch? Items { get; init; }

    public RunTotals Totals => _totals with { Records = _records, Duplicates = _duplicates, Matches = _matchCount, MatchesWithoutTime = _withoutTime, RegexTimeouts = _session.RegexTimeouts };

    /// <summary>Takes one record; returns why when it cannot be read.</summary>
    public RecordFault? Take(ReadOnlyMemory<byte> record)
    {
        RecordsInPart++;
        if (!_session.TryRead(record, out var fault)) return fault;
        var isDuplicate = IsDuplicate();
        if (isDuplicate) _duplicates++;
        else _records++;
        var matched = _session.Match();
        if (matched.Length > 0) Keep(matched, record, isDuplicate);
        if (_session.Source == LogSources.ConfigPosition && !isDuplicate) Items?.Add(record);
        return null;
    }

    public void CountFault() => _totals = _totals with { Faults = _totals.Faults + 1 };

    /// <summary>Makes damage a match of its own, to be stored with the others.</summary>
    public void KeepFault(ReadFault fault)
    {
        if (UnreadableLog.IsAbout(fault)) _matches.Add(UnreadableLog.ToMatch(_logObject, fault));
    }

    /// <summary>Says how many records the object had; those that were not taken were bad. Faults do not tell: past a limit they are summed up.</summary>
    public void CountBadRecords(long recordNumber) => _totals = _totals with { BadRecords = recordNumber - _records - _duplicates };

    public void CountPassedOver() => _totals = _totals with { ObjectsPassedOver = _totals.ObjectsPassedOver + 1 };

    /// <summary>Takes what the store said of the part's matches.</summary>
    public void CountStored(StoreOutcome outcome)
    {
        _totals = _totals.Plus(outcome, _matches);
        _run.Alerts.Add(outcome);
    }

    /// <summary>Takes what was correlated between two of its records.</summary>
    public void CountCorrelated(RunTotals totals)
    {
        _matchCount += totals.Matches;
        _totals = _totals.Plus(totals);
    }

    public void NextPart()
    {
        _matches.Clear();
        RecordsInPart = 0;
        _part++;
        PartName = $"{_logObject.Name}#{_part}";
    }

    // A record without an id cannot be known again.
    private bool IsDuplicate() => _rules.Fields.Of(_session.Source).EventId.TryGet(_session, ref _idBuffer, out var id) && !_run.Seen.Add(id);

    // A duplicate is handed to the store as well, which holds it once: a store counts by what each object brings, and which of two
    // objects that are read side by side has an event first is chance.
    private void Keep(ReadOnlySpan<int> matched, ReadOnlyMemory<byte> record, bool isDuplicate)
    {
        FindingEvent? @event = null;
        var observed = new ObservedRecord(_events, _repeated, record, PartName);
        foreach (var rule in matched)
        {
            if (!_rules.IsEvaluated(rule)) continue;
            if (_run.Observations.IsWatched(rule) && !_run.Observations.TryObserve(rule, ref observed) && !isDuplicate) _withoutTime++;
            if (!_rules.RuleSet.IsReported[rule]) continue;
            @event ??= _events.Read(record);
            _matches.Add(new FindingMatch(_rules.KeyOf(rule, @event, _events), _rules.Rule(rule), @event));
            if (!isDuplicate) _matchCount++;
        }
    }
}
