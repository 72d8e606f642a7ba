using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>
/// Observations as the bytes of a page. Texts stand once, in a table: those of one group are nearly all the same.
/// </summary>
internal static class PageCodec
{
    /// <summary>The first byte: another version's pages are not read as something else.</summary>
    private const byte Plain = 1;

    private const byte Deflated = 2;

    /// <summary>Up to this a strongly consistent read costs one unit anyway, and setting up the compression takes longer than the rest.</summary>
    private const int WorthDeflating = 4_096;

    private const int AbsentText = 0;

    public static byte[] Encode(IReadOnlyList<KeptObservation> observations)
    {
        using var plain = new MemoryStream();
        plain.WriteByte(Plain);
        using (var writer = new BinaryWriter(plain, Encoding.UTF8, leaveOpen: true)) new Writer(writer).Write(observations);
        if (plain.Length < WorthDeflating) return plain.ToArray();
        using var page = new MemoryStream();
        page.WriteByte(Deflated);
        using (var deflate = new DeflateStream(page, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(plain.GetBuffer().AsSpan(1, (int)plain.Length - 1));
        return page.ToArray();
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static List<KeptObservation> Decode(ReadOnlyMemory<byte> page)
    {
        if (page.IsEmpty || page.Span[0] is not (Plain or Deflated)) throw new InvalidDataException("It was written by another version.");
        using var bytes = new MemoryStream(page[1..].ToArray(), writable: false);
        using var body = page.Span[0] == Deflated ? new DeflateStream(bytes, CompressionMode.Decompress) : (Stream)bytes;
        using var reader = new BinaryReader(body, Encoding.UTF8);
        try
        {
            return new Reader(reader).Read();
        }
        catch (Exception damage) when (damage is EndOfStreamException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("It is damaged.", damage);
        }
    }

    private sealed class Writer(BinaryWriter writer)
    {
        private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

        // What stood in each place of the observation before: nearly always it is the same string, and need not be looked up.
        private readonly List<(string? Text, int Number)> _before = [];
        private int _place;
        private int _written;

        public void Write(IReadOnlyList<KeptObservation> observations)
        {
            writer.Write7BitEncodedInt(observations.Count);
            var last = 0L;
            foreach (var observation in observations)
            {
                writer.Write7BitEncodedInt64(observation.Time.UtcTicks - last);
                last = observation.Time.UtcTicks;
                _place = 0;
                writer.Write7BitEncodedInt(observation.Input);
                writer.Write7BitEncodedInt(observation.Ordinal);
                Write(observation.EventId);
                Write(observation.Value);
                Write(observation.InnerSeries);
                Write(observation.Event);
                Write(observation.Context);
            }
        }

        private void Write(ObservedEvent? observed)
        {
            Write(observed?.AccountId);
            if (observed?.Event is not { } @event) return;
            // Nearly always the observation's own, which stands in the table already.
            Write(@event.EventId);
            Write(@event.EventName);
            Write(@event.EventSource);
            Write(@event.Region);
            Write(@event.SourceAddress);
            Write(@event.UserAgent);
            Write(@event.Actor);
            Write(@event.ErrorCode);
        }

        private void Write(IReadOnlyDictionary<string, IReadOnlyList<string>>? context)
        {
            writer.Write7BitEncodedInt(context?.Count ?? 0);
            foreach (var (field, values) in context ?? Enumerable.Empty<KeyValuePair<string, IReadOnlyList<string>>>())
            {
                Write(field);
                writer.Write7BitEncodedInt(values.Count);
                foreach (var value in values) Write(value);
            }
        }

        // 0 is no text, a known number a text that was written before, the next number a new text, which follows.
        private void Write(string? text)
        {
            var place = _place++;
            if (place == _before.Count) _before.Add((null, AbsentText));
            if (text is null)
            {
                writer.Write7BitEncodedInt(AbsentText);
                return;
            }

            if (!ReferenceEquals(text, _before[place].Text)) _before[place] = (text, NumberOf(text));
            writer.Write7BitEncodedInt(_before[place].Number);
            if (_before[place].Number <= _written) return;
            _written++;
            var isUuid = Guid.TryParseExact(text, "D", out var uuid) && !text.AsSpan().ContainsAnyInRange('A', 'F');
            writer.Write(isUuid);
            if (isUuid) writer.Write(uuid.ToByteArray());
            else writer.Write(text);
        }

        private int NumberOf(string text)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_texts, text, out var isKnown);
            if (!isKnown) number = _texts.Count;
            return number;
        }
    }

    private sealed class Reader(BinaryReader reader)
    {
        private readonly List<string> _texts = [];

        public List<KeptObservation> Read()
        {
            var count = reader.Read7BitEncodedInt();
            var observations = new List<KeptObservation>(Math.Min(count, 2 * PageReduction.MaxThreshold));
            var ticks = 0L;
            for (var i = 0; i < count; i++)
            {
                ticks += reader.Read7BitEncodedInt64();
                observations.Add(ReadObservation(new DateTimeOffset(ticks, TimeSpan.Zero)));
            }

            return observations;
        }

        private KeptObservation ReadObservation(DateTimeOffset time)
        {
            var input = reader.Read7BitEncodedInt();
            var ordinal = reader.Read7BitEncodedInt();
            var eventId = ReadText()!;
            var value = ReadText();
            var innerSeries = ReadText();
            var @event = ReadEvent(time);
            return new KeptObservation(new Observation(time, eventId, input, value, ReadContext()) { Ordinal = ordinal }, @event, innerSeries);
        }

        private ObservedEvent? ReadEvent(DateTimeOffset time) => ReadText() is not { } account
            ? null
            : new ObservedEvent(
                new FindingEvent
                {
                    EventTime = time,
                    EventId = ReadText()!,
                    EventName = ReadText()!,
                    EventSource = ReadText(),
                    Region = ReadText(),
                    SourceAddress = ReadText(),
                    UserAgent = ReadText(),
                    Actor = ReadText(),
                    ErrorCode = ReadText(),
                },
                account,
                LogObject: null);

        private Dictionary<string, IReadOnlyList<string>>? ReadContext()
        {
            var count = reader.Read7BitEncodedInt();
            if (count == 0) return null;
            var context = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
            for (var i = 0; i < count; i++)
            {
                var field = ReadText()!;
                var values = new string[reader.Read7BitEncodedInt()];
                for (var v = 0; v < values.Length; v++) values[v] = ReadText()!;
                context.Add(field, values);
            }

            return context;
        }

        private string? ReadText()
        {
            var number = reader.Read7BitEncodedInt();
            if (number == AbsentText) return null;
            if (number <= _texts.Count) return _texts[number - 1];
            var text = reader.ReadBoolean() ? new Guid(reader.ReadBytes(16)).ToString("D") : reader.ReadString();
            _texts.Add(text);
            return text;
        }
    }
}
