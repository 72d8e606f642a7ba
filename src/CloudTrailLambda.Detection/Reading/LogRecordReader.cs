namespace CloudTrailLambda.Detection.Reading;

/// <summary>
/// Steps 2 and 3 of the pipeline: opens one log object and reads it record by record, in memory that the object's size does not change.
/// </summary>
/// <remarks>
/// Gzip is told by its first bytes, whatever the name says. The content may be <c>{"Records":[…]}</c>, AWS Config's
/// <c>{"configurationItems":[…]}</c>, an array, one record a line, one record, or several of these in a row. Records are framed, not parsed: the caller walks each one strictly, once, and says
/// <see cref="RejectRecord"/> when it is broken. Damage is reported as faults and never keeps other records from being delivered.
/// </remarks>
public sealed class LogRecordReader : IAsyncDisposable
{
    private readonly ByteWindow _window = new();
    private readonly LogInput _input;
    private readonly RecordFramer _framer;
    private ReadNote? _passedOver;
    private bool _disposed;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="stream">The stored bytes, compressed or not; it is disposed of with the reader.</param>
    /// <param name="limits">What the object may cost.</param>
    /// <param name="kind">What the name says it is: what holds no records, such as a digest, is noted without being read.</param>
    public LogRecordReader(Stream stream, LogReadLimits limits, LogObjectKind kind = LogObjectKind.Unknown)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(limits);
        _input = new(stream, limits);
        _framer = new(_window, limits);
        _passedOver = ReadNote.For(kind);
        Kind = kind;
    }

    /// <summary>What the name said it is.</summary>
    public LogObjectKind Kind { get; }

    /// <summary>The record's UTF-8 bytes: one JSON object, framed but not validated. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Record => _window.Slice(_framer.RecordBytes);

    /// <summary>The record's number in this object, from 1; broken ones count.</summary>
    public long RecordNumber => _framer.RecordNumber;

    /// <summary>Where the record begins, in bytes of the uncompressed content.</summary>
    public long ByteOffset => _window.Offset;

    /// <summary>The damage, after <see cref="LogReadResult.Fault"/>.</summary>
    public ReadFault? Fault => _framer.Fault;

    /// <summary>What was passed over, after <see cref="LogReadResult.Note"/>.</summary>
    public ReadNote? Note { get; private set; }

    /// <summary>The size of the buffer, in bytes, for those who watch over memory.</summary>
    internal int BufferBytes => _window.CapacityBytes;

    /// <summary>Goes to the next record. Completes synchronously and allocates nothing while the record is in memory.</summary>
    /// <param name="ct">Cancels waiting for the storage.</param>
    /// <returns>What the reader holds now.</returns>
    /// <exception cref="OperationCanceledException">By <paramref name="ct"/>; every other failure is a fault.</exception>
    public ValueTask<LogReadResult> ReadAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (ReadNote.For(Kind) is not null)
        {
            Note = _passedOver;
            _passedOver = null;
            return new(Note is null ? LogReadResult.End : LogReadResult.Note);
        }

        var step = _framer.Advance();
        return step == FrameStep.NeedBytes ? FillAsync(ct) : new(Result(step));
    }

    /// <summary>Says that the current record is broken. The next call reports it and goes on where the next good record seems to begin.</summary>
    /// <param name="reason">What is wrong, for people; it becomes the fault's message.</param>
    /// <param name="byteInRecord">Where, in bytes from the record's first.</param>
    /// <exception cref="InvalidOperationException">There is no current record.</exception>
    public void RejectRecord(string reason, int byteInRecord = 0)
    {
        if (_framer.RecordBytes == 0)
        {
            throw new InvalidOperationException("There is no record to reject.");
        }

        _framer.Reject(reason, byteInRecord);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _window.Dispose();
        await _input.DisposeAsync();
    }

    private async ValueTask<LogReadResult> FillAsync(CancellationToken ct)
    {
        FrameStep step;
        do
        {
            var read = await _input.ReadAsync(_window.Free(), ct);
            _window.Added(read);
            if (read == 0)
            {
                _framer.EndInput(_input.Damage);
            }

            step = _framer.Advance();
        }
        while (step == FrameStep.NeedBytes);
        return Result(step);
    }

    private LogReadResult Result(FrameStep step)
    {
        Note = step == FrameStep.Note ? _framer.Note : null;
        return step switch
        {
            FrameStep.Record => LogReadResult.Record,
            FrameStep.Fault => LogReadResult.Fault,
            FrameStep.Note => LogReadResult.Note,
            _ => LogReadResult.End,
        };
    }
}
