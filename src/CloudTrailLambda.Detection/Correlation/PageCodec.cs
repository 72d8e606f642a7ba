using System.IO.Compression;
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

    internal const int AbsentText = 0;

    public static byte[] Encode(IReadOnlyList<KeptObservation> observations)
    {
        var plain = PageWriter.Write(observations);
        if (plain.Length < WorthDeflating) return [Plain, .. plain];
        using var page = new MemoryStream();
        page.WriteByte(Deflated);
        using (var deflate = new DeflateStream(page, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(plain);
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
