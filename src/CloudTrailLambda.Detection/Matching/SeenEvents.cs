using System.Buffers.Text;
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
internal sealed class SeenEvents
{
    /// <summary>Ids in one generation of one shard; with 16 shards and 2 generations about 4 million ids or 130 MB at most.</summary>
    private const int MaxIdsPerGeneration = 1 << 17;
    private const int ShardCount = 16;

    private readonly Shard[] _shards = Enumerable.Range(0, ShardCount).Select(_ => new Shard()).ToArray();

    /// <summary>Notes an id; false when it was there already.</summary>
    /// <param name="eventId">The id as text in UTF-8, nearly always a UUID.</param>
    public bool Add(ReadOnlySpan<byte> eventId)
    {
        var key = KeyOf(eventId);
        return _shards[(int)(key.High % ShardCount)].Add(key);
    }

    private static Key KeyOf(ReadOnlySpan<byte> eventId)
    {
        if (Utf8Parser.TryParse(eventId, out Guid guid, out var consumed) && consumed == eventId.Length)
        {
            return MemoryMarshal.Read<Key>(MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(in guid)));
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(eventId, hash);
        return MemoryMarshal.Read<Key>(hash);
    }

    /// <summary>128 bits that are random already, so that half of them serve as the hash.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Key(ulong Low, ulong High)
    {
        public override int GetHashCode() => (int)Low;
    }

    private sealed class Shard
    {
        private readonly Lock _gate = new();
        private HashSet<Key> _newer = [];
        private HashSet<Key> _older = [];

        public bool Add(Key key)
        {
            lock (_gate)
            {
                if (_older.Contains(key) || !_newer.Add(key)) return false;
                if (_newer.Count == MaxIdsPerGeneration)
                {
                    (_older, _newer) = (_newer, _older);
                    _newer.Clear();
                }

                return true;
            }
        }
    }
}
