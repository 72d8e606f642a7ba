namespace CloudTrailLambda.Detection.Reading;

/// <summary>
/// What follows damage. A lost quote or brace turns the scanner round for the rest of the file, so after damage the framer trusts
/// <see cref="RecordMarker"/> more than braces.
/// </summary>
internal sealed partial class RecordFramer
{
    private const int OverrunStepBytes = 4096;

    /// <summary>Since when frames are also cut at markers; else each further lost brace would cost a scan of the longest record.</summary>
    private bool _damaged;

    /// <summary>From a fault to the next good record, what does not fit is a consequence of the fault, and not told again.</summary>
    private bool _recovering;

    /// <summary>A record of this object began with the marker, so the next one will: a broken one may have lost its own.</summary>
    private bool _led;

    private bool _afterColon;
    private ValueSkipper _stray;
    private Frame _openFrame;
    private int _searchFrom;
    private (string Reason, int Byte)? _rejected;

    /// <summary>The record that was delivered last is broken.</summary>
    public void Reject(string reason, int byteInRecord) => _rejected = (reason, byteInRecord);

    /// <summary>Leaves the record that was delivered last.</summary>
    private FrameStep Leave()
    {
        var length = RecordBytes;
        RecordBytes = 0;
        if (length == 0)
        {
            return FrameStep.Continue;
        }

        if (_rejected is not { } rejected)
        {
            window.Consume(length);
            return Go(Container);
        }

        _rejected = null;
        var told = _faults.Report(ReadFaultKind.BrokenRecord, rejected.Reason, RecordNumber, window.Offset + rejected.Byte);
        Recover(length);
        return Told(told);
    }

    private Place Container => _inArray ? Place.Array : Place.Between;

    private static FrameStep Told(bool told) => told ? FrameStep.Fault : FrameStep.Continue;

    /// <summary>Goes on behind a broken frame: at a marker inside it, at the next marker if records here have one, else right behind it.</summary>
    private void Recover(int length)
    {
        var broken = window.Unread[..length];
        if (RecordMarker.Find(broken, 1) is var marker and > 0)
        {
            Resume(marker);
            return;
        }

        MarkDamaged();
        window.Consume(length);
        if (_led)
        {
            BeginSeek();
        }
        else
        {
            Go(Container);
        }
    }

    private void Resume(int marker)
    {
        MarkDamaged();
        window.Consume(marker);
        _walked = 0;
        // The seek may have left one wrapper and come to another.
        _inArray &= !RecordMarker.LeadsWith(window.Unread, "\"Records\""u8);
        Go(Container);
    }

    private void MarkDamaged()
    {
        _damaged = true;
        _recovering = true;
        _afterColon = false;
    }

    private FrameStep BeginSeek(int from = 0)
    {
        _searchFrom = from;
        return Go(Place.Seek);
    }

    private FrameStep Seek()
    {
        var marker = RecordMarker.Find(window.Unread, _searchFrom);
        if (marker >= 0)
        {
            Resume(marker);
            return FrameStep.Continue;
        }

        KeepTail();
        return NeedBytesOr(Place.Done);
    }

    /// <summary>Drops all but what a marker needs that the next bytes complete.</summary>
    /// <returns>How much was kept, in bytes.</returns>
    private int KeepTail()
    {
        var kept = Math.Min(window.UnreadBytes, RecordMarker.TailBytes);
        // What was not searched yet because the window is short must be searched again from where it was.
        _searchFrom = window.UnreadBytes > kept ? RecordMarker.TailSearchedBytes : _searchFrom;
        window.Consume(window.UnreadBytes - kept);
        return kept;
    }

    private static int FindMarker(ReadOnlySpan<byte> frame, int scannedBefore) =>
        RecordMarker.Find(frame, Math.Max(1, scannedBefore - RecordMarker.TailSearchedBytes));

    /// <summary>An element without an end where one should be.</summary>
    private FrameStep GiveUpFrame(Frame frame, int length)
    {
        RecordNumber++;
        var told = ReportOpen(frame);
        var held = window.Unread[..length];
        var marker = frame == Frame.Overrun ? length : RecordMarker.Find(held, 1);
        if (marker > 0)
        {
            Resume(marker);
        }
        else if (frame == Frame.Cut)
        {
            Go(Place.Done);
        }
        else if (_led || RecordMarker.Leads(held))
        {
            MarkDamaged();
            // Not from its own marker.
            BeginSeek(from: 1);
        }
        else
        {
            MarkDamaged();
            _searchFrom = 1;
            _place = Place.SkipFrame;
        }

        return Told(told);
    }

    private bool ReportOpen(Frame frame)
    {
        if (frame == Frame.Cut && _inputDamage is { } damage)
        {
            _inputDamage = null;
            _faults.ReportAlways(damage.Kind, damage.Message, RecordNumber, window.Offset + window.UnreadBytes);
            return true;
        }

        return frame switch
        {
            Frame.Cut => _faults.Report(ReadFaultKind.Truncated, "the file ends before this record does", RecordNumber, window.Offset),
            Frame.Overrun => _faults.Report(
                ReadFaultKind.BrokenRecord, "the next record begins before this one ends", RecordNumber, window.Offset),
            _ => _faults.Report(
                ReadFaultKind.RecordTooLong,
                $"longer than {limits.MaxRecordBytes:N0} bytes, or its closing brace or quote is lost",
                RecordNumber,
                window.Offset),
        };
    }

    /// <summary>Passes over an object that is not to be delivered, without holding it.</summary>
    private FrameStep SkipFrame()
    {
        var unread = window.Unread;
        var end = _scanner.FindEnd(unread[_scanned..]);
        var frameEnd = end < 0 ? unread.Length : _scanned + end;
        if (RecordMarker.Find(unread[..frameEnd], _searchFrom) is var marker and >= 0)
        {
            Resume(marker);
            return FrameStep.Continue;
        }

        if (end >= 0)
        {
            window.Consume(frameEnd);
            return Go(Container);
        }

        _scanned = KeepTail();
        return NeedBytesOr(Place.Done);
    }

    /// <summary>A root object that is longer than a record, or that was not closed, and has shown no array of records so far.</summary>
    private FrameStep WalkUnknownRoot()
    {
        _searchFrom = _openFrame == Frame.NeedBytes ? _searchFrom : 1;
        if (RecordMarker.Find(window.Unread, _searchFrom) is var marker and > 0)
        {
            RecordNumber++;
            var told = ReportOpen(_openFrame == Frame.NeedBytes ? Frame.TooLong : _openFrame);
            Resume(marker);
            return Told(told);
        }

        if (_ended)
        {
            RecordNumber++;
            Go(Place.Done);
            return Told(ReportOpen(Frame.Cut));
        }

        _openFrame = Frame.NeedBytes;
        _walked = KeepTail();
        return FrameStep.NeedBytes;
    }

    private FrameStep GiveUpRoot(int length)
    {
        RecordNumber++;
        var told = ReportOpen(_openFrame == Frame.NeedBytes ? Frame.TooLong : _openFrame);
        Recover(length);
        return Told(told);
    }

    private FrameStep BeginElement()
    {
        if (!_afterColon)
        {
            return Go(Place.Element);
        }

        // The value of a key that a broken record left behind: a part of a record, not one.
        _afterColon = false;
        _searchFrom = 1;
        return Go(Place.SkipFrame);
    }

    private FrameStep UnexpectedElement()
    {
        if (window.Unread[0] is var b && b is (byte)':' or (byte)'}')
        {
            return Unexpected($"unexpected '{(char)b}' between records");
        }

        _afterColon = false;
        _stray = default;
        Go(Place.Stray);
        if (_recovering)
        {
            return FrameStep.Continue;
        }

        RecordNumber++;
        return Told(_faults.Report(ReadFaultKind.NotAnObject, "not an object", RecordNumber, window.Offset));
    }

    private FrameStep Unexpected(string message)
    {
        var told = !_recovering && _faults.Report(ReadFaultKind.UnexpectedText, message, 0, window.Offset);
        MarkDamaged();
        if (_led)
        {
            BeginSeek();
            return Told(told);
        }

        _afterColon = window.Unread[0] == (byte)':';
        window.Consume(1);
        Go(Container);
        return Told(told);
    }

    /// <summary>A stray bracket can close the array early: then records follow, and the root's keys are not what they seem.</summary>
    private int FindBehindArray()
    {
        var tail = window.Unread[.._walked];
        var marker = RecordMarker.Find(tail, Math.Min(_searchFrom, tail.Length));
        // The start of a line is not enough here: the keys behind an array may hold objects.
        while (marker >= 0 && !RecordMarker.Leads(tail[marker..]))
        {
            marker = RecordMarker.Find(tail, marker + 1);
        }

        return marker;
    }

    private FrameStep ResumeBehindArray(int marker)
    {
        var told = UnexpectedAfterArray();
        Resume(marker);
        return told;
    }

    private FrameStep UnexpectedAfterArray()
    {
        var told = !_recovering
            && _faults.Report(ReadFaultKind.UnexpectedText, "a record behind the end of the array", 0, window.Offset);
        MarkDamaged();
        _inArray = true;
        Go(Place.Array);
        return Told(told);
    }

    private FrameStep Stray()
    {
        var unread = window.Unread;
        var complete = _stray.Skip(unread, out var length);
        if (RecordMarker.Find(unread[..length], 0) is var marker and >= 0)
        {
            Resume(marker);
            return FrameStep.Continue;
        }

        window.Consume(length);
        return complete ? Go(Place.AfterStray) : _ended ? CutInsideArray() : FrameStep.NeedBytes;
    }

    /// <summary>A whole value between two commas is only no record; anything else is the rest of a broken one.</summary>
    private FrameStep AfterStray()
    {
        if (!SkipAny(JsonSpace.Bytes))
        {
            return _ended ? CutInsideArray() : FrameStep.NeedBytes;
        }

        if (window.Unread[0] is (byte)',' or (byte)']')
        {
            return Go(Place.Array);
        }

        MarkDamaged();
        return _led ? BeginSeek() : Go(Place.Array);
    }

    private FrameStep CutInsideArray()
    {
        Go(Place.Done);
        // The input's own damage says more, and what follows a broken record is a consequence of it.
        return _inputDamage is not null || _recovering
            ? FrameStep.Continue
            : Told(_faults.Report(ReadFaultKind.Truncated, "the file ends before its array of records does", 0, window.Offset));
    }

    private FrameStep UnexpectedBetweenRoots()
    {
        if (_ended && _inputDamage is not null)
        {
            // The last bytes before the inflater gave up need not be real.
            _recovering = true;
        }

        var b = window.Unread[0];
        var told = false;
        if (!_recovering)
        {
            RecordNumber++;
            told = _faults.Report(ReadFaultKind.UnexpectedText, $"unexpected {Name(b)} between records", RecordNumber, window.Offset);
        }

        MarkDamaged();
        if (_led)
        {
            BeginSeek();
            return Told(told);
        }

        var next = window.Unread[1..].IndexOfAny((byte)'\n', (byte)'{');
        window.Consume(next < 0 ? window.UnreadBytes : next + 1);
        Go(Place.Between);
        return Told(told);
    }
}
