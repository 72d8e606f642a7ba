using System.Buffers.Binary;
using CloudTrailLambda.Sigma;
using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>
/// Knows, within one object, the matches that say what an earlier one said: all that watch their rule look for new values, and these were
/// seen a moment ago. Most that happens all day is told here, before anything is made of it. Not thread-safe.
/// </summary>
internal sealed class RepeatedSightings
{
    /// <summary>With more than this it starts anew: what is seen is not the same all day.</summary>
    private const int MaxSightings = 4_096;

    private readonly DetectionRules _rules;
    private readonly MatchSession _session;
    private readonly Dictionary<byte[], DateTimeOffset> _earliest = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], DateTimeOffset>.AlternateLookup<ReadOnlySpan<byte>> _byBytes;
    private byte[] _key = new byte[256];

    public RepeatedSightings(DetectionRules rules, MatchSession session)
    {
        (_rules, _session) = (rules, session);
        _byBytes = _earliest.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Whether an earlier record in the same grain had the same values; remembers this one if not.</summary>
    public bool IsRepeated(int rule, DateTimeOffset time)
    {
        if (_rules.Watching(rule) is not { } watching || !TryMakeKey(rule, watching.Fields, out var key)) return false;
        if (_byBytes.TryGetValue(key, out var earliest) && earliest < time && Array.TrueForAll(watching.Timespans, span => ValueSightings.GrainOf(earliest, span) == ValueSightings.GrainOf(time, span))) return true;
        if (_earliest.Count == MaxSightings) _earliest.Clear();
        _byBytes[key] = time;
        return false;
    }

    // A field with several values is several sightings; those take the long way.
    private bool TryMakeKey(int rule, FieldSlot[] fields, out ReadOnlySpan<byte> key)
    {
        var length = sizeof(int);
        BinaryPrimitives.WriteInt32LittleEndian(_key, rule);
        key = default;
        foreach (var field in fields)
        {
            if (!_session.TryGetOnlyText(field, out var text)) return false;
            if (_key.Length < length + sizeof(int) + text.Length) Array.Resize(ref _key, 2 * (length + sizeof(int) + text.Length));
            BinaryPrimitives.WriteInt32LittleEndian(_key.AsSpan(length), text.Length);
            text.CopyTo(_key.AsSpan(length + sizeof(int)));
            length += sizeof(int) + text.Length;
        }

        key = _key.AsSpan(0, length);
        return true;
    }
}
