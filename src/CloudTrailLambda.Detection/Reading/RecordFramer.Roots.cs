using System.Text;

namespace CloudTrailLambda.Detection.Reading;

/// <summary>What a file begins with, and what a root object is: a record, the wrapper of an array of records, or another kind of file.</summary>
internal sealed partial class RecordFramer
{
    /// <summary>A wrapper is told by its first bytes when they are these.</summary>
    private const int WrapperPeekBytes = 64;

    private FrameStep Start()
    {
        if (window.UnreadBytes < 4 && !_ended)
        {
            return FrameStep.NeedBytes;
        }

        var unread = window.Unread;
        if (unread is [0xff, 0xfe, ..] or [0xfe, 0xff, ..] or [(byte)'{' or (byte)'[', 0, ..] or [0, (byte)'{' or (byte)'[', ..])
        {
            return Refuse(ReadFaultKind.NotJson, "UTF-16 text: logs are read as UTF-8");
        }

        if (unread.StartsWith(Encoding.UTF8.Preamble))
        {
            window.Consume(Encoding.UTF8.Preamble.Length);
        }

        return Go(Place.BeforeFirst);
    }

    private FrameStep BeforeFirst()
    {
        if (!SkipAny(JsonSpace.Bytes))
        {
            return !_ended ? FrameStep.NeedBytes
                : _inputDamage is not null ? Go(Place.Done)
                : Refuse(ReadFaultKind.Empty, window.Offset == 0 ? "the file is empty" : "the file holds only white space");
        }

        var first = window.Unread[0];
        return first is (byte)'{' or (byte)'['
            ? Go(Place.Between)
            : Refuse(ReadFaultKind.NotJson, $"not JSON: it begins with {Name(first)}");
    }

    /// <summary>Nothing of the object is read: what is no JSON at its start will not become JSON, and need not be inflated.</summary>
    private FrameStep Refuse(ReadFaultKind kind, string message)
    {
        _faults.ReportAlways(kind, message, 0, window.Offset);
        Go(Place.Done);
        return FrameStep.Fault;
    }

    private FrameStep Root()
    {
        if (_scanned == 0 && window.UnreadBytes < WrapperPeekBytes && !_ended)
        {
            return FrameStep.NeedBytes;
        }

        if (_scanned == 0)
        {
            _walker = default;
            _walked = 0;
            if (RecordMarker.LeadsWith(window.Unread, "\"Records\""u8) && OpensArray(window.Unread[..Math.Min(WrapperPeekBytes, window.UnreadBytes)]))
            {
                _openFrame = Frame.TooLong;
                return Go(Place.RootWalk);
            }
        }

        var frame = FindFrame(out var length);
        switch (frame)
        {
            case Frame.NeedBytes:
                return FrameStep.NeedBytes;
            case Frame.Complete when !MayBeMoreThanARecord(window.Unread[..length]):
                return Deliver(length);
            case Frame.Complete:
                return ClassifyRoot(length);
            case Frame.Overrun:
                // No further than to the next record: walking on from every broken line would be quadratic.
                return _walker.Walk(window.Unread[..length], out var walked) == RootStep.RecordsArray
                    ? EnterRecords(walked)
                    : GiveUpFrame(frame, length);
            default:
                // A wrapper whose array has not begun yet, a long file of another kind, or damage: the keys will tell.
                _openFrame = frame;
                return Go(Place.RootWalk);
        }
    }

    private FrameStep ClassifyRoot(int length)
    {
        var step = _walker.Walk(window.Unread[..length], out var walked);
        if (step == RootStep.RecordsArray)
        {
            return EnterRecords(walked);
        }

        return FileKind(_walker.Seen) switch
        {
            null => Deliver(length),
            var pass => pass(length),
        };
    }

    /// <summary>Goes along a root object that does not fit into the window, or that is known to be a wrapper.</summary>
    private FrameStep RootWalk()
    {
        var step = _walker.Walk(window.Unread[_walked..], out var walked);
        _walked += walked;
        if (_led && _walker.Seen.HasFlag(RootKeys.RecordsArray) && FindBehindArray() is var marker and >= 0)
        {
            return ResumeBehindArray(marker);
        }

        switch (step)
        {
            case RootStep.RecordsArray:
                return EnterRecords(_walked);
            case RootStep.StrayObject:
                window.Consume(_walked);
                _walked = 0;
                return UnexpectedAfterArray();
            case RootStep.End:
                return LeaveRoot();
            case RootStep.NeedBytes when !_walker.Seen.HasFlag(RootKeys.RecordsArray):
                return WalkUnknownRoot();
            default:
                _walked = KeepTail();
                return _ended ? CutInsideArray() : FrameStep.NeedBytes;
        }
    }

    private FrameStep LeaveRoot()
    {
        var length = _walked;
        _walked = 0;
        var seen = _walker.Seen;
        if (seen.HasFlag(RootKeys.RecordsArray))
        {
            window.Consume(length);
            return Go(Place.Between);
        }

        return FileKind(seen) is { } pass ? pass(length) : GiveUpRoot(length);
    }

    private FrameStep EnterRecords(int length)
    {
        window.Consume(length);
        _walked = 0;
        _inArray = true;
        _arrayIsRoot = false;
        if (_amongItems != _walker.IsAmongItems)
        {
            _amongItems = !_amongItems;
            _marker = RecordMarker.CloudTrail;
            _led = false;
        }

        return Go(Place.Array);
    }

    /// <summary>Tells what a root object is, by its top-level keys.</summary>
    /// <returns>How to pass over a root object with such keys, or <see langword="null"/> when it is a record.</returns>
    private Func<int, FrameStep>? FileKind(RootKeys seen)
    {
        const RootKeys digest = RootKeys.Digest | RootKeys.LogFiles;
        return (seen & digest) == digest ? length => PassOver(length, ReadNote.Digest)
            // Some writers say null for no elements. With other keys it is an object that happens to have a field of this name.
            : seen == RootKeys.RecordsNull ? length => PassOver(length, note: null)
            : seen == RootKeys.RecordsOther ? PassOverWrongRecords
            : null;
    }

    private FrameStep PassOver(int length, ReadNote? note)
    {
        window.Consume(length);
        Go(Place.Between);
        Note = note;
        return note is null ? FrameStep.Continue : FrameStep.Note;
    }

    private FrameStep PassOverWrongRecords(int length)
    {
        var told = _faults.Report(ReadFaultKind.RecordsNotAnArray, "Records is not an array", 0, window.Offset);
        window.Consume(length);
        Go(Place.Between);
        return told ? FrameStep.Fault : FrameStep.Continue;
    }

    private static bool OpensArray(ReadOnlySpan<byte> wrapper)
    {
        var colon = wrapper.IndexOf((byte)':');
        var value = colon < 0 ? -1 : wrapper[(colon + 1)..].IndexOfAnyExcept(JsonSpace.Bytes);
        return value >= 0 && wrapper[colon + 1 + value] == (byte)'[';
    }

    /// <summary>Three vectorised searches cost far less than walking over the keys of every line of a line-wise file.</summary>
    private static bool MayBeMoreThanARecord(ReadOnlySpan<byte> root) =>
        root.IndexOf("\"Records\""u8) >= 0 || root.IndexOf("\"logFiles\""u8) >= 0 || root.IndexOf("\"configurationItems\""u8) >= 0;

    private static string Name(byte b) => b is > 0x20 and < 0x7f ? $"'{(char)b}'" : $"byte 0x{b:x2}";
}
