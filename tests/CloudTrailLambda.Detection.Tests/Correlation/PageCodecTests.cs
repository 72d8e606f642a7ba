using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Tests.Correlation;

public sealed class PageCodecTests
{
    private static readonly DateTimeOffset Start = new(2026, 10, 14, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(2_000)]
    public void What_was_written_is_read(int count)
    {
        var random = new Random(count);
        var observations = Enumerable.Range(0, count).Select(i => Observe(random, i)).ToList();

        var read = PageCodec.Decode(PageCodec.Encode(observations));

        Assert.Equal(observations.Select(Describe), read.Select(Describe));
    }

    [Fact]
    public void An_observation_of_a_usual_group_takes_some_thirty_bytes()
    {
        var observations = Enumerable.Range(0, 1_000).Select(i => new KeptObservation(
            new Observation(Start.AddSeconds(i), Guid.NewGuid().ToString(), 0, Value: null), Seen(Guid.NewGuid().ToString(), Start.AddSeconds(i)), innerSeries: null)).ToList();

        Assert.InRange(PageCodec.Encode(observations).Length, 16_000, 45_000);
    }

    [Fact]
    public void Every_truncation_and_every_changed_byte_is_damage_or_another_page_and_never_a_crash()
    {
        var random = new Random(7);
        var page = PageCodec.Encode([.. Enumerable.Range(0, 3).Select(i => Observe(random, i))]);

        for (var length = 0; length < page.Length; length++) Assert.Throws<InvalidDataException>(() => PageCodec.Decode(page.AsMemory(0, length)));
        for (var i = 0; i < page.Length; i++)
        {
            var changed = page.ToArray();
            changed[i] ^= 0x55;
            if (Record.Exception(() => PageCodec.Decode(changed)) is { } exception) Assert.IsType<InvalidDataException>(exception);
        }
    }

    private static string Describe(KeptObservation observation) =>
        $"{observation.Time.UtcTicks} {observation.EventId} {observation.Input} {observation.Value} {observation.Ordinal} {observation.InnerSeries} {observation.Event} "
        + string.Join(';', observation.Context?.Select(pair => $"{pair.Key}={string.Join(',', pair.Value)}") ?? []);

    private static KeptObservation Observe(Random random, int i)
    {
        var time = Start.AddSeconds(i).AddTicks(random.Next(10_000) * TimeSpan.TicksPerMillisecond);
        var eventId = random.Next(3) switch { 0 => Guid.NewGuid().ToString(), 1 => Guid.NewGuid().ToString().ToUpperInvariant(), _ => $"sha256:{i}" };
        var context = random.Next(2) == 0 ? null : new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["a"] = ["x", "ü"], ["b"] = [] };
        var observation = new Observation(time, eventId, random.Next(64), random.Next(5) switch { 0 => "", 1 => null, var n => $"value {n}" }, context) { Ordinal = random.Next(3) };
        return random.Next(3) == 0 ? new KeptObservation(observation, @event: null, "0123456789abcdef") : new KeptObservation(observation, Seen(eventId, time), innerSeries: null);
    }

    private static ObservedEvent Seen(string eventId, DateTimeOffset time) => new(
        new FindingEvent
        {
            EventId = eventId,
            EventTime = time,
            EventName = "GetSecretValue",
            EventSource = "secretsmanager.amazonaws.com",
            Region = "eu-west-1",
            SourceAddress = "203.0.113.9",
            UserAgent = null,
            Actor = "arn:aws:iam::111122223333:user/mallory",
        },
        "111122223333",
        LogObject: null);
}
