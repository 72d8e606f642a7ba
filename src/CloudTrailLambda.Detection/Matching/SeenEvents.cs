using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>
/// The event ids of a run: CloudTrail delivers at least once, and the same event may stand in several files. Thread-safe.
/// </summary>
/// <remarks>
/// Memory is bounded: ids are kept in two generations, and when the newer one is full the older one is forgotten. An id
/// that comes back after millions of others is then counted as a record again; findings still hold it once, because the
/// store knows their events.
/// </remarks>
internal sealed class SeenEvents(int maxIdsPerGeneration = SeenEvents.DefaultMaxIdsPerGeneration)
{
    /// <summary>Ids in one generation of one shard; with 16 shards and 2 generations about 4 million ids or 130 MB at most.</summary>
    private const int DefaultMaxIdsPerGeneration = 1 << 17;

    private const int ShardCount = 16;

    private readonly Shard[] _shards = Enumerable.Range(0, ShardCount).Select(_ => new Shard(maxIdsPerGeneration)).ToArray();

    /// <summary>Notes an id; false when it was there already.</summary>
    /// <param name="eventId">The id as text in UTF-8, nearly always a UUID.</param>
    public bool Add(ReadOnlySpan<byte> eventId)
    {
        var key = KeyOf(eventId);
        return _shards[(int)(key.High % ShardCount)].Add(key);
    }

    private static EventIdKey KeyOf(ReadOnlySpan<byte> eventId)
    {
        if (Guid.TryParse(eventId, out var guid))
        {
            return MemoryMarshal.Read<EventIdKey>(MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(in guid)));
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(eventId, hash);
        return MemoryMarshal.Read<EventIdKey>(hash);
    }

    private sealed class Shard(int maxIdsPerGeneration)
    {
        private readonly Lock _gate = new();
        private EventIdTable _newer = new();
        private EventIdTable? _older;

        public bool Add(EventIdKey key)
        {
            lock (_gate)
            {
                if (_older?.Contains(key) == true || !_newer.Add(key)) return false;
                if (_newer.Count == maxIdsPerGeneration)
                {
                    var emptied = _older ?? new EventIdTable();
                    emptied.Clear();
                    (_older, _newer) = (_newer, emptied);
                }

                return true;
            }
        }
    }
}
