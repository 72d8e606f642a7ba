using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>
/// Finds values that are new to their groups. The state has a page for each value, one for each group's age, and one for its own.
/// </summary>
internal sealed class NewValueCorrelating(
    IReadOnlyList<CorrelationSeries> all, PageStore pages, KnownValues known, TimeSpan quietStart, TimeProvider clock)
{
    /// <summary>The series that says since when this state has watched.</summary>
    private const string Beginning = "beginning";

    // Longer than any deployment lasts: a state does not become young again.
    private static readonly TimeSpan BeginningKept = TimeSpan.FromDays(36_500);

    /// <summary>The observations that are the first of their value in their group, and that do not fall into a time of learning.</summary>
    /// <param name="observed">What groups have observed; what is in <see cref="KnownValues"/> need not be there.</param>
    /// <param name="cancellationToken">Ends the waiting for the state.</param>
    public async Task<IReadOnlyList<NewValue>> JudgeAsync(IReadOnlyList<ObservedGroup> observed, CancellationToken cancellationToken)
    {
        if (observed.Count == 0) return [];
        var now = clock.GetUtcNow();
        var beginning = new StartPage(Beginning, observed.Min(group => group.Observations[0].Time), BeginningKept);
        var groups = observed.Select(group => (Group: group, Start: StartOf(group), Values: ValuesOf(group))).ToArray();
        var changes = groups.SelectMany(each => each.Values.Select(value => new PageChange(value.Series, ValuePage.Key, content => value.Merge(content, now))))
            .Concat(groups.Select(each => each.Start).Concat(quietStart > TimeSpan.Zero ? [beginning] : []).Select(start => new PageChange(start.Series, StartPage.Key, content => start.Merge(content, now))));
        await pages.ChangeAsync([.. changes], cancellationToken);

        var quietUntil = quietStart > TimeSpan.Zero ? EventTimes.Add(beginning.Earliest, quietStart) : DateTimeOffset.MinValue;
        var found = new List<NewValue>();
        foreach (var (group, start, values) in groups)
        {
            var silentUntil = EventTimes.Add(start.Earliest, all[group.Correlation].Correlation.Learning);
            if (quietUntil > silentUntil) silentUntil = quietUntil;
            foreach (var value in values)
            {
                found.AddRange(value.New().Where(observation => observation.Time >= silentUntil)
                    .Select(observation => new NewValue(group.Correlation, group.Group, value.Value, observation)));
                known.Add(group.Correlation, group.Group, value);
            }
        }

        return found;
    }

    // A group that shows nothing for so long is forgotten, and learned again.
    private StartPage StartOf(ObservedGroup group)
    {
        var series = all[group.Correlation];
        var kept = (2 * (series.Correlation.Timespan + series.Correlation.Learning)) + CorrelationSeries.Margin;
        return new StartPage(series.Of("group", group.Group), group.Observations[0].Time, kept);
    }

    private ValuePage[] ValuesOf(ObservedGroup group)
    {
        var series = all[group.Correlation];
        return group.Observations.GroupBy(observation => observation.Value!, StringComparer.Ordinal)
            .Select(same => new ValuePage(series.Of("value", group.Group, same.Key), same.Key, series.Correlation.Timespan, [.. same])).ToArray();
    }
}

/// <summary>A value that a group had not shown before.</summary>
/// <param name="Correlation">Index of the correlation.</param>
/// <param name="Group">The group's values, joined.</param>
/// <param name="Value">The value, of several fields joined.</param>
/// <param name="Observation">The first that showed it.</param>
internal sealed record NewValue(int Correlation, string Group, string Value, KeptObservation Observation);
