using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using CloudTrailLambda.Benchmarks.Generation.Templates;
using CloudTrailLambda.Benchmarks.Generation.Traffic;

namespace CloudTrailLambda.Benchmarks.Generation;

/// <summary>
/// Writes CloudTrail records in realistic proportions. The same seed and the same calls give the same JSON on any
/// machine; compressed bytes are only as stable as the runtime's zlib.
/// </summary>
internal sealed class CloudTrailGenerator
{
    private const int MaxPendingBytes = 64 * 1024;
    private const int MaxDelaySeconds = 15 * 60;
    private const int Million = 1_000_000;

    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JsonTemplate.Encoder, SkipValidation = true };

    private readonly GeneratorOptions _options;
    private readonly SplitMix64 _random;
    private readonly WeightedList<Place> _places;
    private readonly RecordContext _context;
    private readonly SessionSource _background = new(TrafficCatalog.Background);
    private readonly SessionSource _attacks = new(TrafficCatalog.Attacks);
    private readonly ArrayBufferWriter<byte> _pending = new(2 * MaxPendingBytes);
    private long _recordsSoFar;

    public CloudTrailGenerator(int seed, GeneratorOptions options)
    {
        _options = options;
        _random = new SplitMix64(SplitMix64.Mix((ulong)seed));
        _places = Place.All(options);
        _context = new RecordContext(_random, _places.Draw(_random));
    }

    private DateTime Clock =>
        _options.Start.AddTicks(_recordsSoFar * TimeSpan.TicksPerSecond / _options.RecordsPerSecond);

    /// <summary>Writes one <c>{"Records":[…]}</c> with records of all accounts and regions, in bounded memory.</summary>
    public GenerationTotals WriteRecords(Stream stream, long count) => WriteRecords(stream, count, place: null);

    /// <summary>Writes gzipped files below <c>AWSLogs/</c> in <paramref name="folder"/>, each of one account and region.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer records than files, or no files.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public GenerationTotals WriteTree(string folder, long totalRecords, int files)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(files);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalRecords, files);
        var totals = default(GenerationTotals);
        for (var file = 0; file < files; file++)
        {
            var count = (totalRecords * (file + 1) / files) - (totalRecords * file / files);
            var place = _places.Draw(_random);
            var lastTime = Clock.AddTicks(count * TimeSpan.TicksPerSecond / _options.RecordsPerSecond);
            var path = Path.Combine(folder, LogObjectKey.Create(place, lastTime, _random));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal);
            totals += WriteRecords(gzip, count, place);
        }

        return totals;
    }

    private GenerationTotals WriteRecords(Stream stream, long count, Place? place)
    {
        using var writer = new Utf8JsonWriter(_pending, WriterOptions);
        long attacks = 0;
        writer.WriteStartObject();
        writer.WriteStartArray("Records"u8);
        for (var record = 0L; record < count; record++)
        {
            var isAttack = _random.Below(Million) < _options.AttacksPerMillion;
            attacks += isAttack ? 1 : 0;
            WriteRecord(writer, isAttack ? _attacks : _background, place);
            if (writer.BytesPending + _pending.WrittenCount >= MaxPendingBytes)
            {
                Drain(writer, stream);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        Drain(writer, stream);
        return new GenerationTotals(count, attacks, writer.BytesCommitted);
    }

    private void WriteRecord(Utf8JsonWriter writer, SessionSource source, Place? place)
    {
        var session = source.Next(_random, _places, place);
        var clock = Clock;
        _recordsSoFar++;

        // Twice random: most records are a few minutes late, few a quarter of an hour.
        var delay = _random.Below(_random.Below(MaxDelaySeconds) + 1);
        _context.Begin(session.Place, session.Calls.Actor, session.Slot, clock.AddSeconds(-delay));
        session.Calls.Records.Draw(_random).Write(writer, _context);
    }

    /// <summary>Not the writer's own stream: it flushes that each time, which costs gzip a block boundary.</summary>
    private void Drain(Utf8JsonWriter writer, Stream stream)
    {
        writer.Flush();
        stream.Write(_pending.WrittenSpan);
        _pending.ResetWrittenCount();
    }
}
