using CloudTrailLambda.Benchmarks.Generation.Traffic;

namespace CloudTrailLambda.Benchmarks.Generation;

/// <summary>
/// What the placeholders of a template read while one record is written. Nothing is remembered between records:
/// roles, sessions and resources recur because their values are hashes of numbers that recur.
/// </summary>
internal sealed class RecordContext(SplitMix64 random, Place place)
{
    private static readonly TimeSpan SessionLength = TimeSpan.FromHours(1);

    /// <summary>Where a text is put together; longer than any text of a template can get.</summary>
    public byte[] Scratch { get; } = new byte[16 * 1024];

    public SplitMix64 Random { get; } = random;

    public Place Place { get; private set; } = place;

    public DateTime Time { get; private set; }

    public DateTime SessionStart { get; private set; }

    public byte[] Role { get; private set; } = [];

    public ulong RecordKey { get; private set; }

    private ulong RoleKey { get; set; }

    private ulong SessionKey { get; set; }

    /// <param name="place">Where it happens.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="slot">In which of the actor's sessions, from 0.</param>
    /// <param name="time">When.</param>
    public void Begin(Place place, Actor actor, int slot, DateTime time)
    {
        Place = place;
        Time = time;
        RecordKey = Random.Next();
        var roleNumber = slot % actor.RolesUtf8.Length;
        Role = actor.RolesUtf8[roleNumber];
        RoleKey = SplitMix64.Mix(place.AccountKey ^ actor.Key ^ (ulong)roleNumber);

        // Slots start at different minutes, so that not all sessions of an account are renewed at once.
        var offset = (slot * TimeSpan.TicksPerMinute * 7) % SessionLength.Ticks;
        var number = (time.Ticks - offset) / SessionLength.Ticks;
        SessionStart = new DateTime((number * SessionLength.Ticks) + offset, DateTimeKind.Utc);
        SessionKey = SplitMix64.Mix(RoleKey + (ulong)(number << 8) + (ulong)slot);
    }

    /// <summary>The bits that a placeholder makes its value of.</summary>
    /// <param name="scope">For how long the value stays the same.</param>
    /// <param name="salt">What tells this placeholder from others of the same scope.</param>
    /// <param name="poolSize">How many values a pool of an account has.</param>
    public ulong Key(Templates.ValueScope scope, ulong salt, int poolSize) => scope switch
    {
        Templates.ValueScope.Pool => SplitMix64.Mix(
            Place.AccountKey ^ salt ^ (ulong)SplitMix64.Below(SplitMix64.Mix(RecordKey ^ salt), poolSize)),
        Templates.ValueScope.Role => SplitMix64.Mix(RoleKey ^ salt),
        Templates.ValueScope.Session => SplitMix64.Mix(SessionKey ^ salt),
        Templates.ValueScope.Record => SplitMix64.Mix(RecordKey ^ salt),
        _ => Random.Next(),
    };
}
