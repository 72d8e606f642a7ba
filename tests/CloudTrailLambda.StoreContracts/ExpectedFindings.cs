using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.StoreContracts;

/// <summary>One delivery of one log object.</summary>
public sealed record Delivery(string LogObject, FindingMatch[] Matches);

/// <summary>What stores must end with, computed from the whole set of deliveries at once, as the definition says it.</summary>
public static class ExpectedFindings
{
    public static List<Finding> Of(IEnumerable<Delivery> deliveries, int maxEventsKept) =>
        [.. deliveries
            .SelectMany(delivery => delivery.Matches.Select(match => (delivery.LogObject, Match: match)))
            .GroupBy(sighting => sighting.Match.Key)
            .Select(sightings => Of(sightings.Key, [.. sightings], maxEventsKept))
            .OrderBy(finding => finding.Id.ToString(), StringComparer.Ordinal)];

    /// <summary>The events that keep their records, and the object that each is said to be in.</summary>
    public static IEnumerable<(string EventId, DateTimeOffset Time, string LogObject)> Earliest(
        IEnumerable<Delivery> deliveries, FindingKey key) =>
        deliveries
            .SelectMany(delivery => delivery.Matches.Where(match => match.Key == key)
                .Select(match => (match.Event.EventId, Time: match.Event.EventTime, delivery.LogObject)))
            .OrderBy(sighting => sighting.Time).ThenBy(sighting => sighting.EventId, StringComparer.Ordinal)
            .ThenBy(sighting => sighting.LogObject, StringComparer.Ordinal)
            .DistinctBy(sighting => sighting.EventId, StringComparer.Ordinal)
            .Take(5);

    private static Finding Of(FindingKey key, (string LogObject, FindingMatch Match)[] sightings, int maxEventsKept)
    {
        var distinct = sightings.Select(sighting => sighting.Match.Event.EventId).Distinct(StringComparer.Ordinal).Count();
        var distinctInObjects = sightings.Select(sighting => (sighting.LogObject, sighting.Match.Event.EventId)).Distinct().Count();
        var events = sightings.Select(sighting => sighting.Match.Event).ToList();
        var first = events.OrderBy(e => e.EventTime).ThenBy(e => e.EventId, StringComparer.Ordinal)
            .ThenBy(e => e.Actor, StringComparer.Ordinal).First();
        return new Finding
        {
            Id = key.ToId(),
            Key = key,
            Rule = sightings[0].Match.Rule,
            Activity = new FindingActivity
            {
                FirstEventTime = first.EventTime,
                FirstEventId = first.EventId,
                LastEventTime = events.Max(e => e.EventTime),
                Actor = first.Actor,
                SourceAddresses = Smallest(events.Select(e => e.SourceAddress)),
                EventNames = Smallest(events.Select(e => e.EventName)),
                Regions = Smallest(events.Select(e => e.Region)),
            },
            EventCount = distinct > maxEventsKept ? distinctInObjects : distinct,
            CountIsApproximate = distinct > maxEventsKept,
            Status = FindingStatus.Open,
            Alert = AlertState.Pending,
            CreatedAt = default,
            UpdatedAt = default,
        };
    }

    private static BoundedSet Smallest(IEnumerable<string?> values)
    {
        var distinct = values.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return BoundedSet.Of(distinct.Take(10), hasMore: distinct.Count > 10);
    }
}
