using CloudTrailLambda.Cli.Input;
using CloudTrailLambda.Cli.Output;
using CloudTrailLambda.Detection.Matching;
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
    private readonly EventReader _events;

    public MatchRun(RuleSet rules, FaultLines faults, MatchLines lines)
    {
        _rules = rules;
        _faults = faults;
        _lines = lines;
        _correlations = new InMemoryCorrelations(rules.Correlations, rules.Rules.Count);
        var fields = new EventFields(rules, new CorrelationFields(rules.Correlations).Paths);
        _session = fields.Matcher.OpenSession();
        _events = new EventReader(_session, fields);
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
            var eventId = _events.EventId();
            var eventTime = _events.EventTime();
            if (_rules.IsReported[rule]) _lines.Write(_rules.Rules[rule].Header, eventId, eventTime, _events.EventName(), file.Name);
            if (_correlations.IsWatched(rule)) Observe(rule, eventId ?? $"{file.Name}#{recordNumber}", eventTime);
        }
    }

    private void Observe(int rule, string eventId, string? eventTime)
    {
        if (EventTimeText.TryParse(eventTime, out var time))
        {
            _correlations.Observe(rule, time, eventId, _events.Values);
        }
        else
        {
            WithoutTime++;
        }
    }
}
