using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>
/// What is known to have been seen. Of the state: values that were seen lately need neither be asked for nor written, and an account in
/// which everything is as ever costs nothing. Of a run: most of what is watched was seen a moment ago. Thread-safe.
/// </summary>
internal sealed class KnownValues
{
    /// <summary>Entries of one generation, about 300 bytes each; there are two generations.</summary>
    private const int MaxEntries = 50_000;

    private ConcurrentDictionary<Entry, Sighting> _newer = new();
    private ConcurrentDictionary<Entry, Sighting> _older = new();
    private int _count;

    /// <summary>
    /// Whether there is an earlier sighting in the same grain. The same one does not count: its finding may not have been stored.
    /// </summary>
    public bool HasEarlier(int correlation, string group, string value, TimeSpan timespan, Sighting sighting)
    {
        var entry = new Entry(correlation, group, value, ValueSightings.GrainOf(sighting.Time, timespan));
        if (_newer.TryGetValue(entry, out var known)) return known < sighting;
        if (!_older.TryGetValue(entry, out known)) return false;
        Add(entry, known);
        return known < sighting;
    }

    /// <summary>Takes in a sighting that is not later than the known one.</summary>
    public void Add(int correlation, string group, string value, TimeSpan timespan, Sighting sighting) =>
        Add(new Entry(correlation, group, value, ValueSightings.GrainOf(sighting.Time, timespan)), sighting);

    /// <summary>Takes in what a page was found to say.</summary>
    public void Add(int correlation, string group, ValuePage page)
    {
        foreach (var (grain, sighting) in page.Grains) Add(new Entry(correlation, group, page.Value, grain), sighting);
    }

    private void Add(Entry entry, Sighting sighting)
    {
        // Two threads may turn a generation at once; the worst that comes of it is a value that has to be asked for again.
        if (!_newer.ContainsKey(entry) && Interlocked.Increment(ref _count) > MaxEntries)
        {
            (_older, _newer) = (_newer, new ConcurrentDictionary<Entry, Sighting>());
            Interlocked.Exchange(ref _count, 1);
        }

        _newer[entry] = sighting;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(int Correlation, string Group, string Value, long Grain);
}
