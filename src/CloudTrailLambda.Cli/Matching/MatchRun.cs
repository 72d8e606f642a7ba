using CloudTrailLambda.Cli.Input;
using CloudTrailLambda.Cli.Output;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.Sigma;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Cli.Matching;

/// <summary>Reads files one after the other and writes what the rules say, in the order of the records.</summary>
internal sealed class MatchRun
{
    private readonly RuleSet _rules;
    private readonly FaultLines _faults;
    private readonly MatchLines _lines;
    private readonly InMemoryCorrelations _correlations;
    private readonly MatchSession _session;
    private readonly FieldSlot _eventId;
    private readonly FieldSlot _eventTime;
    private readonly FieldSlot _eventName;
    private readonly Dictionary<string, FieldSlot> _correlated;

    public MatchRun(RuleSet rules, FaultLines faults, MatchLines lines)
    {
        _rules = rules;
        _faults = faults;
        _lines = lines;
        _correlations = new InMemoryCorrelations(rules.Correlations, rules.Rules.Count);
        var paths = new CorrelationFields(rules.Correlations).Paths;
        var matcher = RuleMatcher.Compile(rules, ["eventName", "eventSource"], ["eventID", "eventTime", "eventName", .. paths], out var slots);
        (_eventId, _eventTime, _eventName) = (slots[0], slots[1], slots[2]);
        _correlated = paths.Zip(slots.Skip(3)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        _session = matcher.OpenSession();
    }

    /// <summary>Matches that a correlation watches but that have no time.</summary>
    public int WithoutTime { get; private set; }

    /// <summary>Texts that a regular expression did not finish searching in time.</summary>
    public long RegexTimeouts => _session.RegexTimeouts;

    public async Task RunAsync(IReadOnlyList<LogObject> files, CancellationToken cancellationToken)
    {
        foreach (var file in files) await ReadAsync(file, cancellationToken);
        foreach (var (correlation, fulfilment) in _correlations.Evaluate()) _lines.Write(_rules.Correlations[correlation].Header, fulfilment);
    }

    private async Task ReadAsync(LogObject file, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await new LogFiles().OpenAsync(file, cancellationToken);
            await using var reader = new LogRecordReader(stream, LogReadLimits.Default, file.Kind);
            for (var result = await reader.ReadAsync(cancellationToken); result != LogReadResult.End; result = await reader.ReadAsync(cancellationToken))
            {
                if (result == LogReadResult.Fault) _faults.Write(file, reader.Fault!);
                else if (result == LogReadResult.Note) _faults.Write(file, reader.Note!);
                else if (!_session.TryRead(reader.Record, out var fault)) reader.RejectRecord(fault!.Message, (int)fault.ByteOffset);
                else Match(file, reader.RecordNumber);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _faults.Write(file, new ReadFault(ReadFaultKind.ReadFailed, e.Message.TrimEnd('.'), RecordNumber: 0, ByteOffset: 0));
        }
    }

    private void Match(LogObject file, long recordNumber)
    {
        foreach (var rule in _session.Match())
        {
            var eventId = _session.GetString(_eventId);
            var eventTime = _session.GetString(_eventTime);
            if (_rules.IsReported[rule]) _lines.Write(_rules.Rules[rule].Header, eventId, eventTime, _session.GetString(_eventName), file.Name);
            if (_correlations.IsWatched(rule)) Observe(rule, eventId ?? $"{file.Name}#{recordNumber}", eventTime);
        }
    }

    private void Observe(int rule, string eventId, string? eventTime)
    {
        if (EventTimeText.TryParse(eventTime, out var time))
        {
            _correlations.Observe(rule, time, eventId, path => _session.GetStrings(_correlated[path]));
        }
        else
        {
            WithoutTime++;
        }
    }
}
