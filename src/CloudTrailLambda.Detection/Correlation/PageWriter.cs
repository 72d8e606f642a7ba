using System.Runtime.InteropServices;
using System.Text;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>
/// The writing half of <see cref="PageCodec"/>, into a buffer of its own: a page is a thousand small numbers, and a stream costs more for
/// each than the number does.
/// </summary>
internal sealed class PageWriter
{
    private const int MaxNumberLength = 10;
    private const int UsualTexts = 12;

    private readonly Dictionary<string, int> _texts;

    // What stood in each place of the observation before: nearly always it is the same string, and need not be looked up.
    private readonly List<(string? Text, int Number)> _before = [];
    private byte[] _buffer;
    private int _length;
    private int _place;
    private int _written;

    private PageWriter(int observations)
    {
        // Each has an id of its own; the rest is nearly the same for all.
        _texts = new Dictionary<string, int>(observations + UsualTexts, StringComparer.Ordinal);
        _buffer = new byte[256 + (64 * observations)];
    }

    /// <summary>The observations as bytes, valid until they are written again.</summary>
    public static ReadOnlySpan<byte> Write(IReadOnlyList<KeptObservation> observations)
    {
        var writer = new PageWriter(observations.Count);
        writer.WriteAll(observations);
        return writer._buffer.AsSpan(0, writer._length);
    }

    private void WriteAll(IReadOnlyList<KeptObservation> observations)
    {
        WriteNumber(observations.Count);
        var last = 0L;
        foreach (var observation in observations)
        {
            WriteNumber(observation.Time.UtcTicks - last);
            last = observation.Time.UtcTicks;
            _place = 0;
            WriteNumber(observation.Input);
            WriteNumber(observation.Ordinal);
            WriteText(observation.EventId);
            WriteText(observation.Value);
            WriteText(observation.InnerSeries);
            WriteEvent(observation);
            WriteContext(observation.Context);
        }
    }

    private void WriteEvent(KeptObservation observation)
    {
        WriteText(observation.Event?.AccountId);
        if (observation.Event?.Event is not { } @event) return;
        // Nearly always the observation's own, which was written first.
        if (ReferenceEquals(@event.EventId, observation.EventId)) WriteNumber(_before[0].Number);
        else WriteText(@event.EventId);
        WriteText(@event.EventName);
        WriteText(@event.EventSource);
        WriteText(@event.Region);
        WriteText(@event.SourceAddress);
        WriteText(@event.UserAgent);
        WriteText(@event.Actor);
        WriteText(@event.ErrorCode);
    }

    private void WriteContext(IReadOnlyDictionary<string, IReadOnlyList<string>>? context)
    {
        WriteNumber(context?.Count ?? 0);
        if (context is null) return;
        foreach (var (field, values) in context)
        {
            WriteText(field);
            WriteNumber(values.Count);
            foreach (var value in values) WriteText(value);
        }
    }

    // 0 is no text, a known number a text that was written before, the next number a new text, which follows.
    private void WriteText(string? text)
    {
        var place = _place++;
        if (place == _before.Count) _before.Add((null, PageCodec.AbsentText));
        if (text is null)
        {
            WriteNumber(PageCodec.AbsentText);
            return;
        }

        if (!ReferenceEquals(text, _before[place].Text)) _before[place] = (text, NumberOf(text));
        WriteNumber(_before[place].Number);
        if (_before[place].Number <= _written) return;
        _written++;
        WriteNewText(text);
    }

    private int NumberOf(string text)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_texts, text, out var isKnown);
        if (!isKnown) number = _texts.Count;
        return number;
    }

    // Most ids of events are UUIDs, which take sixteen bytes in place of 37.
    private void WriteNewText(string text)
    {
        var isUuid = Guid.TryParseExact(text, "D", out var uuid) && !text.AsSpan().ContainsAnyInRange('A', 'F');
        Reserve(1)[0] = isUuid ? (byte)1 : (byte)0;
        _length++;
        if (isUuid)
        {
            uuid.TryWriteBytes(Reserve(16));
            _length += 16;
            return;
        }

        var length = Encoding.UTF8.GetByteCount(text);
        WriteNumber(length);
        _length += Encoding.UTF8.GetBytes(text, Reserve(length));
    }

    // As BinaryWriter.Write7BitEncodedInt64 does: seven bits a byte, the lowest first; negative numbers take all ten bytes.
    private void WriteNumber(long number)
    {
        var free = Reserve(MaxNumberLength);
        var left = (ulong)number;
        var i = 0;
        for (; left > 0x7F; left >>= 7) free[i++] = (byte)(left | 0x80);
        free[i++] = (byte)left;
        _length += i;
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count) Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + count));
        return _buffer.AsSpan(_length);
    }
}
