namespace CloudTrailLambda.Detection.Reading;

/// <summary>What stands where a record, a comma or an end should be.</summary>
internal sealed partial class RecordFramer
{
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
        var marker = _marker.Find(tail, Math.Min(_searchFrom, tail.Length));
        // The start of a line is not enough here: the keys behind an array may hold objects.
        while (marker >= 0 && !_marker.Leads(tail[marker..]))
        {
            marker = _marker.Find(tail, marker + 1);
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
        if (_marker.Find(unread[..length], 0) is var marker and >= 0)
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
