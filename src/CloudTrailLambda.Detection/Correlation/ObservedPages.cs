namespace CloudTrailLambda.Detection.Correlation;

/// <summary>Puts observations into a state, and reads what stands around them. Written before read: of two who do it at once, one sees both.</summary>
internal sealed class ObservedPages(PageStore pages, PageReduction reduction, TimeProvider clock)
{
    /// <summary>
    /// Adds what each group has observed to its pages. Then reads, for each, everything that windows around its observations may hold,
    /// its own observations included.
    /// </summary>
    public async Task<IReadOnlyList<List<KeptObservation>>> AddAndReadAroundAsync(IReadOnlyList<SeriesGroup> groups, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var merges = groups.SelectMany(group => ByPage(group).Select(page => new PageMerge(group, page.Key, page.Observations, reduction, now))).ToArray();
        await pages.ChangeAsync(Array.ConvertAll(merges, merge => merge.Change), cancellationToken);
        var merged = merges.ToDictionary(merge => (merge.Change.Series, merge.Change.Key));

        var ranges = groups.SelectMany((group, number) => Around(group).Select(range => (number, range))).ToArray();
        var read = await pages.ReadAsync([.. ranges.Select(pair => pair.range)], cancellationToken);
        // The group's own first: they know their records and where they came from.
        var found = groups.Select(group => group.Observations.ToList()).ToArray();
        var isAlone = Array.ConvertAll(found, _ => true);
        for (var i = 0; i < ranges.Length; i++)
        {
            var series = ranges[i].range.Series;
            foreach (var page in read[i])
            {
                // Nearly always nobody else has written since, and the page need not be decoded.
                var isKnown = merged.TryGetValue((series, page.Key), out var merge) && merge.Change.AppliedVersion == page.Version;
                if (isKnown && merge!.HoldsAddedOnly) continue;
                isAlone[ranges[i].number] = false;
                found[ranges[i].number].AddRange(isKnown ? merge!.Merged : PageMerge.Decode(series, page.Key, page.Content));
            }
        }

        // Where nothing but the group's own was found, they are in order already.
        return [.. found.Select((observations, number) => isAlone[number] ? observations : Observations.Once(observations))];
    }

    /// <summary>Reads the observations of one series in the windows that end at some moments.</summary>
    /// <param name="series">How the correlation keeps its groups.</param>
    /// <param name="name">The series.</param>
    /// <param name="ends">The moments, ascending.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<KeptObservation>> ReadBackAsync(
        CorrelationSeries series, string name, IReadOnlyList<DateTimeOffset> ends, CancellationToken cancellationToken)
    {
        var timespan = series.Correlation.Timespan;
        var stretches = Ranges(name, ends.Select(end => (series.PageOf(EventTimes.Subtract(end, timespan)), series.PageOf(end))));
        var read = await pages.ReadAsync([.. stretches], cancellationToken);
        var found = new List<KeptObservation>();
        var next = 0;
        foreach (var observation in read.SelectMany(range => range).SelectMany(page => PageMerge.Decode(name, page.Key, page.Content)))
        {
            while (next < ends.Count && ends[next] < observation.Time) next++;
            if (next < ends.Count && ends[next] - observation.Time <= timespan) found.Add(observation);
        }

        return found;
    }

    private static IEnumerable<(long Key, IReadOnlyList<KeptObservation> Observations)> ByPage(SeriesGroup group)
    {
        var observations = group.Observations;
        var first = group.Series.PageOf(observations[0].Time);
        // They are in order, and nearly always on one page.
        if (group.Series.PageOf(observations[^1].Time) == first) return [(first, observations)];
        return observations.GroupBy(observation => group.Series.PageOf(observation.Time)).Select(page => (page.Key, (IReadOnlyList<KeptObservation>)[.. page]));
    }

    // Windows that end at or after an observation, up to the timespan later, may hold it. Of conditions that later events can undo,
    // what follows such a window must be known too.
    private static IEnumerable<StateRange> Around(SeriesGroup group)
    {
        var series = group.Series;
        var timespan = series.Correlation.Timespan;
        return Ranges(group.Name, group.Observations.Select(observation => (
            series.PageOf(EventTimes.Subtract(observation.Time, timespan)),
            series.PageOf(EventTimes.Add(observation.Time, series.IsMonotone ? timespan : 2 * timespan)))));
    }

    // Stretches that come one after the other, joined where they touch.
    private static IEnumerable<StateRange> Ranges(string name, IEnumerable<(long First, long Last)> stretches)
    {
        StateRange? open = null;
        foreach (var (first, last) in stretches)
        {
            if (open is not null && first <= open.Last + 1)
            {
                open = open with { Last = last };
                continue;
            }

            if (open is not null) yield return open;
            open = new StateRange(name, first, last);
        }

        if (open is not null) yield return open;
    }
}

/// <summary>What was observed in one group, and the series it belongs to.</summary>
/// <param name="Series">How the correlation keeps its groups.</param>
/// <param name="Name">The group's series.</param>
/// <param name="Group">The group's values, joined.</param>
/// <param name="Observations">Each once, by time.</param>
internal sealed record SeriesGroup(CorrelationSeries Series, string Name, string Group, IReadOnlyList<KeptObservation> Observations);
