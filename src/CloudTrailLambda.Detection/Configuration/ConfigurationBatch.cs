namespace CloudTrailLambda.Detection.Configuration;

/// <summary>Configuration items of one log object on their way to the history.</summary>
internal sealed class ConfigurationBatch
{
    private const int MaxItems = 1_000;
    private const int MaxBytes = 2 * 1024 * 1024;

    private List<KeptItem> _items = [];
    private int _bytes;

    /// <summary>Whether it is time to take them.</summary>
    public bool IsFull => _items.Count >= MaxItems || _bytes >= MaxBytes;

    public void Add(ReadOnlyMemory<byte> record)
    {
        if (KeptItem.TryPack(record) is not { } item) return;
        _items.Add(item);
        _bytes += item.Content.Length;
    }

    public IReadOnlyList<KeptItem> Take()
    {
        var taken = _items;
        (_items, _bytes) = ([], 0);
        return taken;
    }
}
