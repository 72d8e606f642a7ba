namespace CloudTrailLambda.Benchmarks.Generation;

/// <summary>Items drawn in proportion to their weights.</summary>
internal sealed class WeightedList<T>
{
    private readonly T[] _items;
    private readonly int[] _ends;

    /// <exception cref="ArgumentException">The list is empty or a weight is not positive.</exception>
    public WeightedList(IReadOnlyCollection<(T Item, int Weight)> items)
    {
        if (items.Count == 0 || items.Any(static item => item.Weight <= 0))
        {
            throw new ArgumentException("Needs at least one item, and positive weights only.", nameof(items));
        }

        _items = [.. items.Select(static item => item.Item)];
        _ends = new int[_items.Length];
        var end = 0;
        var index = 0;
        foreach (var (_, weight) in items)
        {
            _ends[index++] = end = checked(end + weight);
        }
    }

    public T Draw(SplitMix64 random)
    {
        var at = Array.BinarySearch(_ends, random.Below(_ends[^1]));

        // A hit on an end belongs to the next item: ends are exclusive.
        return _items[at >= 0 ? at + 1 : ~at];
    }
}
