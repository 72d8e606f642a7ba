using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>128 bits of an event id.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct EventIdKey(ulong Low, ulong High);

/// <summary>
/// A set of event ids: open addressing with linear probing, so that asking costs one cache line. Every record asks once,
/// and a general hash set touches two and keeps a third more for each id.
/// </summary>
internal sealed class EventIdTable
{
    private const int InitialCapacity = 4096;

    // Ids are random, as long as it is AWS that wrote them. Mixing them with a number of this process keeps a made-up log
    // from putting all of its ids into one place.
    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    private EventIdKey[] _slots = new EventIdKey[InitialCapacity];

    // All zeros marks a free slot. It is also an id that somebody could write, so it has a place of its own.
    private bool _hasZero;
    private int _used;

    public int Count => _used + (_hasZero ? 1 : 0);

    public bool Contains(EventIdKey key) => key == default ? _hasZero : _slots[SlotOf(key)] != default;

    /// <summary>Adds an id; false when it was there.</summary>
    public bool Add(EventIdKey key)
    {
        if (key == default)
        {
            var isNew = !_hasZero;
            _hasZero = true;
            return isNew;
        }

        var slot = SlotOf(key);
        if (_slots[slot] != default) return false;
        _slots[slot] = key;
        // Three quarters full at most: beyond that, runs of taken slots grow long.
        if (4 * ++_used > 3 * _slots.Length) Grow();
        return true;
    }

    /// <summary>Forgets all ids and keeps the memory.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        _hasZero = false;
        _used = 0;
    }

    /// <summary>Where the id is, or the free slot where it belongs.</summary>
    private int SlotOf(EventIdKey key)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var slot = (int)((((key.Low * Seed) ^ key.High) * 0x9E3779B97F4A7C15) >> 32) & mask;
        while (slots[slot] != key && slots[slot] != default) slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new EventIdKey[2 * old.Length];
        foreach (var key in old)
        {
            if (key != default) _slots[SlotOf(key)] = key;
        }
    }
}
