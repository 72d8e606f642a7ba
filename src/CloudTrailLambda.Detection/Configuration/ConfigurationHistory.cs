using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Configuration;

/// <summary>
/// What resources were like, as AWS Config captured it, kept in the correlation state. Items may come in any order, before or after the
/// events that they belong to: what belongs together is looked up when somebody asks. Thread-safe.
/// </summary>
/// <param name="state">Where items are kept.</param>
/// <param name="clock">Tells when they expire.</param>
public sealed class ConfigurationHistory(ICorrelationState state, TimeProvider clock)
{
    /// <summary>A resource that changes once a year can still be compared with what it was before.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    private readonly PageStore _pages = new(state, clock);

    /// <summary>How configurations changed with events: by when it was captured.</summary>
    /// <param name="accountId">The account of the events.</param>
    /// <param name="events">The events of a finding; those with a record lead to more.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="CorrelationStateException">The state cannot be read.</exception>
    public Task<IReadOnlyList<ConfigurationChange>> ChangesOfAsync(string accountId, IEnumerable<FindingEvent> events, CancellationToken cancellationToken) =>
        new ChangeSearch(_pages, accountId).FindAsync(events, cancellationToken);

    /// <summary>Keeps items. One that is there already changes nothing.</summary>
    /// <exception cref="CorrelationStateException">The state cannot be used.</exception>
    internal async Task AddAsync(IReadOnlyList<KeptItem> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0) return;
        var now = clock.GetUtcNow();
        // The items first: a reference must not lead to a page that is not there.
        var latest = items.GroupBy(kept => (kept.Item.Series, kept.Item.Key)).Select(same => same.Aggregate((left, right) => Prevails(right, left) ? right : left));
        await _pages.ChangeAsync([.. latest.Select(kept => new PageChange(kept.Item.Series, kept.Item.Key, content => Merge(kept, content, now)))], cancellationToken);

        var references = items.SelectMany(kept => ReferencesTo(kept.Item))
            .GroupBy(pair => (pair.Series, pair.Reference.PageKey))
            .Select(same => same.MinBy(pair => pair.Reference.IsByName));
        await _pages.ChangeAsync([.. references.Select(pair => new PageChange(pair.Series, pair.Reference.PageKey, content => pair.Reference.Merge(content, now, Kept)))], cancellationToken);
    }

    // Two items of one resource and one millisecond: which of them stays must not depend on who came first.
    private static bool Prevails(KeptItem item, KeptItem other) => Compare(item, other.Item.StateId, other.Content) > 0;

    private static NewContent? Merge(KeptItem kept, ReadOnlyMemory<byte>? content, DateTimeOffset now)
    {
        if (content is { } bytes)
        {
            using var there = KeptItem.Unpack(kept.Item.Series, new StatePage(kept.Item.Key, Version: 1, bytes));
            if (ConfigurationItem.TryRead(there.RootElement) is { } item && Compare(kept, item.StateId, bytes) <= 0) return null;
        }

        return new NewContent(kept.Content, EventTimes.Add(now, Kept));
    }

    // The same state is the same item, however the file that it stands in writes it.
    private static int Compare(KeptItem kept, string stateId, ReadOnlyMemory<byte> content)
    {
        var byState = string.CompareOrdinal(kept.Item.StateId, stateId);
        return byState != 0 || stateId.Length > 0 ? byState : kept.Content.Span.SequenceCompareTo(content.Span);
    }

    private static IEnumerable<(string Series, ConfigurationReference Reference)> ReferencesTo(ConfigurationItem item)
    {
        foreach (var eventId in item.RelatedEvents) yield return (ConfigurationSeries.OfEvent(eventId), new ConfigurationReference(item.Series, item.Key, item.Type, IsByName: false));
        var resource = new ConfigurationReference(item.Series, Key: 0, item.Type, IsByName: false);
        yield return (ConfigurationSeries.OfName(item.AccountId, item.Id), resource);
        if (item.Arn is { Length: > 0 } arn && arn != item.Id) yield return (ConfigurationSeries.OfName(item.AccountId, arn), resource);
        if (item.Name is { Length: > 0 } name && name != item.Id && name != item.Arn) yield return (ConfigurationSeries.OfName(item.AccountId, name), resource with { IsByName = true });
    }
}
