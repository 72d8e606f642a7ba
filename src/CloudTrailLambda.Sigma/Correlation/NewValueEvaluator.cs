using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>Finds the values that are new to one group, over everything observed in it.</summary>
internal static class NewValueEvaluator
{
    /// <summary>One fulfilment for each value that was new, by time; the group is followed by the value's fields.</summary>
    public static IEnumerable<Fulfilment> Evaluate(
        SigmaCorrelation correlation, IReadOnlyList<KeyValuePair<string, string>> group, IReadOnlyList<Observation> observations)
    {
        var values = new Dictionary<string, ValueSightings>(StringComparer.Ordinal);
        foreach (var observation in observations)
        {
            if (!values.TryGetValue(observation.Value!, out var sightings)) values.Add(observation.Value!, sightings = new ValueSightings());
            sightings.Add(GrainOf(observation), SightingOf(observation));
        }

        var silentUntil = Later(observations.Min(observation => observation.Time), correlation.Learning);
        foreach (var observation in observations.Distinct().Order(Comparer<Observation>.Create(Observation.CompareByTime)))
        {
            if (observation.Time < silentUntil || !values[observation.Value!].IsNew(GrainOf(observation), SightingOf(observation))) continue;
            yield return new Fulfilment(
                [.. group, .. correlation.Fields.Zip(observation.Value!.Split(ObservationPlan.Separator), KeyValuePair.Create)],
                observation.Source?.FirstEventTime ?? observation.Time,
                observation.Time,
                observation.Source?.EventIds ?? [observation.EventId],
                [observation.Time])
            {
                Context = observation.Context ?? observation.Source?.Context ?? Fulfilment.NoContext,
            };
        }

        long GrainOf(Observation observation) => ValueSightings.GrainOf(observation.Time, correlation.Timespan);
    }

    private static Sighting SightingOf(Observation observation) => new(observation.Time, observation.EventId);

    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan by) => DateTimeOffset.MaxValue - time > by ? time + by : DateTimeOffset.MaxValue;
}
