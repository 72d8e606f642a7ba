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

    private RecordMarker _marker = RecordMarker.CloudTrail;
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
        if (_marker.Find(broken, 1) is var marker and > 0)
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
        var marker = _marker.Find(window.Unread, _searchFrom);
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

    private int FindMarker(ReadOnlySpan<byte> frame, int scannedBefore) =>
        _marker.Find(frame, Math.Max(1, scannedBefore - RecordMarker.TailSearchedBytes));

    /// <summary>An element without an end where one should be.</summary>
    private FrameStep GiveUpFrame(Frame frame, int length)
    {
        RecordNumber++;
        var told = ReportOpen(frame);
        var held = window.Unread[..length];
        var isLed = IsLed(held);
        var marker = frame == Frame.Overrun ? length : _marker.Find(held, 1);
        if (marker > 0)
        {
            Resume(marker);
        }
        else if (frame == Frame.Cut)
        {
            Go(Place.Done);
        }
        else if (isLed)
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

    /// <summary>Whether records here have a marker. That of configuration items is the one that the first of them begins with.</summary>
    private bool IsLed(ReadOnlySpan<byte> record)
    {
        if (_led || !_amongItems) return _led || _marker.Leads(record);
        _marker = RecordMarker.OfItem(record) ?? _marker;
        return _marker.Leads(record);
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
        if (_marker.Find(unread[..frameEnd], _searchFrom) is var marker and >= 0)
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
        if (_marker.Find(window.Unread, _searchFrom) is var marker and > 0)
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
}
