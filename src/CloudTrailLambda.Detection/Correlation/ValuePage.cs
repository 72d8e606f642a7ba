using System.Text;
using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>A page that remembers when one value of one group was seen.</summary>
/// <param name="series">The value's series.</param>
/// <param name="value">The value.</param>
/// <param name="timespan">How long it is remembered.</param>
/// <param name="observations">What was seen of it just now, by time.</param>
internal sealed class ValuePage(string series, string value, TimeSpan timespan, IReadOnlyList<KeptObservation> observations)
{
    public const long Key = 0;

    private ValueSightings _sightings = new();

    public string Series => series;

    public string Value => value;

    public TimeSpan Timespan => timespan;

    /// <summary>The grains that what was seen just now lies in, with what is known of them once the page was merged.</summary>
    public IEnumerable<KeyValuePair<long, Sighting>> Grains
    {
        get
        {
            var seen = observations.Select(GrainOf).ToHashSet();
            return _sightings.Earliest.Where(pair => seen.Contains(pair.Key));
        }
    }

    public NewContent? Merge(ReadOnlyMemory<byte>? content, DateTimeOffset now)
    {
        _sightings = content is { } bytes ? Decode(bytes) : new ValueSightings();
        var isNews = false;
        foreach (var observation in observations) isNews |= _sightings.Add(GrainOf(observation), SightingOf(observation));
        if (!isNews) return null;
        var last = observations[^1].Time > now ? observations[^1].Time : now;
        return new NewContent(Encode(), EventTimes.Add(last, (timespan * 2) + CorrelationSeries.Margin));
    }

    /// <summary>Those observations that are the first of the value for the timespan.</summary>
    public IEnumerable<KeptObservation> New() => observations.Where(observation => _sightings.IsNew(GrainOf(observation), SightingOf(observation)));

    private static Sighting SightingOf(KeptObservation observation) => new(observation.Time, observation.EventId);

    private long GrainOf(KeptObservation observation) => ValueSightings.GrainOf(observation.Time, timespan);

    private byte[] Encode()
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            var earliest = _sightings.Earliest;
            writer.Write7BitEncodedInt(earliest.Count);
            foreach (var (grain, sighting) in earliest)
            {
                writer.Write7BitEncodedInt64(grain);
                writer.Write7BitEncodedInt64(sighting.Time.UtcTicks);
                writer.Write(sighting.EventId);
            }
        }

        return content.ToArray();
    }

    private ValueSightings Decode(ReadOnlyMemory<byte> content)
    {
        var sightings = new ValueSightings();
        try
        {
            using var bytes = new MemoryStream(content.ToArray(), writable: false);
            using var reader = new BinaryReader(bytes, Encoding.UTF8);
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                sightings.Add(reader.Read7BitEncodedInt64(), new Sighting(new DateTimeOffset(reader.Read7BitEncodedInt64(), TimeSpan.Zero), reader.ReadString()));
            }
        }
        catch (Exception damage) when (damage is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new CorrelationStateException($"Page {Key} of the correlation series {series} cannot be read. Delete it: its value is then new once more.", damage);
        }

        return sightings;
    }
}
