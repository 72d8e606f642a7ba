namespace CloudTrailLambda.Detection.Reading;

/// <summary>What one step of the framer came to.</summary>
internal enum FrameStep
{
    /// <summary>Nothing to tell yet.</summary>
    Continue,
    NeedBytes,
    Record,
    Fault,
    Note,
    End,
}

/// <summary>
/// Cuts the content into records: a state machine over the window that never waits. This part knows the regular forms; the partial
/// next to it knows what to do about damage.
/// </summary>
/// <remarks>Between records it accepts more than JSON does, such as missing commas: refusing a whole file for those helps nobody.</remarks>
internal sealed partial class RecordFramer(ByteWindow window, LogReadLimits limits)
{
    private readonly FaultBudget _faults = new(limits.MaxFaultsReported);
    private Place _place = Place.Start;
    private bool _inArray;
    private bool _amongItems;
    private bool _arrayIsRoot;
    private BraceScanner _scanner;
    private int _scanned;
    private RootKeyWalker _walker;
    private int _walked;
    private bool _ended;
    private (ReadFaultKind Kind, string Message)? _inputDamage;

    private enum Place
    {
        Start,
        BeforeFirst,
        Between,
        Root,
        RootWalk,
        Array,
        Element,
        Stray,
        AfterStray,
        SkipFrame,
        Seek,
        Done,
    }

    private enum Frame
    {
        NeedBytes,
        Complete,

        /// <summary>Another record begins before this one ends. Only told once the object is known to be damaged.</summary>
        Overrun,
        TooLong,
        Cut,
    }

    /// <summary>The length of the record at the start of the window, after <see cref="FrameStep.Record"/>.</summary>
    public int RecordBytes { get; private set; }

    public long RecordNumber { get; private set; }

    public ReadFault? Fault => _faults.Latest;

    public ReadNote? Note { get; private set; }

    /// <summary>No bytes will be added any more.</summary>
    public void EndInput((ReadFaultKind Kind, string Message)? damage)
    {
        _ended = true;
        _inputDamage = damage;
    }

    public FrameStep Advance()
    {
        var step = Leave();
        while (step == FrameStep.Continue)
        {
            step = _place switch
            {
                Place.Start => Start(),
                Place.BeforeFirst => BeforeFirst(),
                Place.Between => Between(),
                Place.Root => Root(),
                Place.RootWalk => RootWalk(),
                Place.Array => Array(),
                Place.Element => Element(),
                Place.Stray => Stray(),
                Place.AfterStray => AfterStray(),
                Place.SkipFrame => SkipFrame(),
                Place.Seek => Seek(),
                _ => Done(),
            };
        }

        return step;
    }

    private FrameStep Between()
    {
        if (!SkipAny(JsonSpace.Bytes))
        {
            return NeedBytesOr(Place.Done);
        }

        switch (window.Unread[0])
        {
            case (byte)'{':
                return Go(Place.Root);
            case (byte)'[':
                window.Consume(1);
                _arrayIsRoot = true;
                _inArray = true;
                return Go(Place.Array);
            default:
                return UnexpectedBetweenRoots();
        }
    }

    private FrameStep Array()
    {
        if (!SkipAny(JsonSpace.AndCommas))
        {
            return _ended ? CutInsideArray() : FrameStep.NeedBytes;
        }

        switch (window.Unread[0])
        {
            case (byte)'{':
                return BeginElement();
            case (byte)']':
                window.Consume(1);
                _inArray = false;
                _searchFrom = 0;
                return Go(_arrayIsRoot ? Place.Between : Place.RootWalk);
            default:
                return UnexpectedElement();
        }
    }

    private FrameStep Element()
    {
        var frame = FindFrame(out var length);
        return frame switch
        {
            Frame.NeedBytes => FrameStep.NeedBytes,
            Frame.Complete => Deliver(length),
            _ => GiveUpFrame(frame, length),
        };
    }

    private FrameStep Deliver(int length)
    {
        RecordNumber++;
        RecordBytes = length;
        _recovering = false;
        _led = IsLed(window.Unread);
        return FrameStep.Record;
    }

    private Frame FindFrame(out int length)
    {
        var unread = window.Unread;
        var end = Math.Min(unread.Length, limits.MaxRecordBytes);
        while (_scanned < end)
        {
            var from = _scanned;
            _scanned = _damaged ? Math.Min(end, from + OverrunStepBytes) : end;
            length = _scanner.FindEnd(unread[from.._scanned]);
            if (length >= 0)
            {
                length += from;
                return Frame.Complete;
            }

            if (_damaged && FindMarker(unread[.._scanned], from) is var marker and > 0)
            {
                length = marker;
                return Frame.Overrun;
            }
        }

        length = end;
        return unread.Length > limits.MaxRecordBytes ? Frame.TooLong : _ended ? Frame.Cut : Frame.NeedBytes;
    }

    private FrameStep Done()
    {
        var offset = window.Offset + window.UnreadBytes;
        if (_inputDamage is { } damage)
        {
            _inputDamage = null;
            _faults.ReportAlways(damage.Kind, damage.Message, 0, offset);
            return FrameStep.Fault;
        }

        return _faults.ReportRest(offset) ? FrameStep.Fault : FrameStep.End;
    }

    private FrameStep NeedBytesOr(Place atEnd) => _ended ? Go(atEnd) : FrameStep.NeedBytes;

    private FrameStep Go(Place place)
    {
        _place = place;
        _scanner = default;
        _scanned = 0;
        return FrameStep.Continue;
    }

    /// <summary>Consumes what is among <paramref name="passed"/>.</summary>
    /// <returns>Whether a byte that is none of <paramref name="passed"/> is there.</returns>
    private bool SkipAny(System.Buffers.SearchValues<byte> passed)
    {
        var unread = window.Unread;
        var next = unread.IndexOfAnyExcept(passed);
        window.Consume(next < 0 ? unread.Length : next);
        return next >= 0;
    }
}
