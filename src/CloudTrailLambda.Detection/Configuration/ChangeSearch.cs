using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Configuration;

/// <summary>
/// Finds the items that belong to events, and compares each with the one before it. An item belongs to an event that it names; to one
/// whose record names its resource, if it was captured soon after; and to itself.
/// </summary>
/// <remarks>AWS Config names the calls behind an item for some types only, so that most are found by their resource.</remarks>
internal sealed class ChangeSearch(PageStore pages, string accountId)
{
    private const int MaxEvents = 100;

    /// <summary>Items that one event leads to, by one way.</summary>
    private const int MaxItemsOfOne = 16;

    private const int MaxChanges = 20;

    /// <summary>AWS Config captures a change within minutes.</summary>
    private static readonly TimeSpan CaptureDelay = TimeSpan.FromMinutes(15);

    private readonly Dictionary<(string Series, long Key), SortedSet<string>> _found = [];

    public async Task<IReadOnlyList<ConfigurationChange>> FindAsync(IEnumerable<FindingEvent> events, CancellationToken cancellationToken)
    {
        // A record leads further than an id, so that events with one are not to be cut off.
        var looked = events.OrderBy(e => e.RecordJson is null).Take(MaxEvents).ToArray();
        await FindNamedAsync(looked, cancellationToken);
        await FindByResourceAsync(looked, cancellationToken);
        return await CompareAsync(cancellationToken);
    }

    private async Task FindNamedAsync(FindingEvent[] events, CancellationToken cancellationToken)
    {
        var found = await pages.ReadAsync([.. events.Select(e => Newest(ConfigurationSeries.OfEvent(e.EventId)))], cancellationToken);
        for (var i = 0; i < events.Length; i++)
        {
            foreach (var reference in References(found[i])) Add(reference.Series, reference.Key, events[i]);
        }
    }

    private async Task FindByResourceAsync(FindingEvent[] events, CancellationToken cancellationToken)
    {
        var names = new List<(FindingEvent Event, RecordNames Names, string Name)>();
        foreach (var e in events)
        {
            if (e.RecordJson is not { } record) continue;
            if (ConfigurationItem.TryRead(record) is { } item) Add(item.Series, item.Key, e);
            else if (RecordNames.Of(record) is { } named) names.AddRange(named.Names.Select(name => (e, named, name)));
        }

        var resources = await pages.ReadAsync([.. names.Select(each => Newest(ConfigurationSeries.OfName(accountId, each.Name)))], cancellationToken);
        var near = names.Zip(resources)
            .SelectMany(pair => References(pair.Second).Where(reference => !reference.IsByName || pair.First.Names.IsOfService(reference.Type)), (pair, reference) => (pair.First.Event, reference.Series))
            .Distinct().ToArray();
        var ranges = near.Select(each => new StateRange(each.Series, Ms(each.Event.EventTime), Ms(EventTimes.Add(each.Event.EventTime, CaptureDelay))) { Latest = MaxItemsOfOne });
        var items = await pages.ReadAsync([.. ranges], cancellationToken);
        for (var i = 0; i < near.Length; i++)
        {
            foreach (var page in items[i]) Add(near[i].Series, page.Key, near[i].Event);
        }
    }

    private async Task<IReadOnlyList<ConfigurationChange>> CompareAsync(CancellationToken cancellationToken)
    {
        var wanted = _found.OrderBy(pair => pair.Key.Key).ThenBy(pair => pair.Key.Series, StringComparer.Ordinal).ToArray();
        var found = await pages.ReadAsync([.. wanted.Select(pair => new StateRange(pair.Key.Series, long.MinValue, pair.Key.Key) { Latest = 2 })], cancellationToken);
        var changes = new List<ConfigurationChange>();
        for (var i = 0; i < wanted.Length && changes.Count < MaxChanges; i++)
        {
            // An item that expired between the reads is not known any more.
            if (found[i].Count == 0 || found[i][^1].Key != wanted[i].Key.Key) continue;
            var before = found[i].Count == 2 ? found[i][0] : null;
            if (ItemComparison.Compare(wanted[i].Key.Series, before, found[i][^1], [.. wanted[i].Value]) is { } change) changes.Add(change);
        }

        return changes;
    }

    private void Add(string series, long key, FindingEvent e)
    {
        if (!_found.TryGetValue((series, key), out var eventIds)) _found.Add((series, key), eventIds = new SortedSet<string>(StringComparer.Ordinal));
        eventIds.Add(e.EventId);
    }

    private static StateRange Newest(string series) => new(series, long.MinValue, long.MaxValue) { Latest = MaxItemsOfOne };

    private static IEnumerable<ConfigurationReference> References(IReadOnlyList<StatePage> found) =>
        found.Select(page => ConfigurationReference.Read(page.Content)?.Reference).OfType<ConfigurationReference>();

    private static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
