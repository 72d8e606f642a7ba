using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>Correlates over windows of time: what groups have observed goes to the state, and the windows around it are judged.</summary>
internal sealed class WindowCorrelating(IReadOnlyList<CorrelationSeries> all, ObservedPages pages)
{
    /// <summary>Finds, for each group, the satisfied windows that its observations take part in.</summary>
    public async Task<IReadOnlyList<JudgedGroup>> JudgeAsync(IReadOnlyList<ObservedGroup> observed, CancellationToken cancellationToken)
    {
        var groups = Array.ConvertAll([.. observed], group => new SeriesGroup(all[group.Correlation], all[group.Correlation].Of(group.Group), group.Group, group.Observations));
        var around = await pages.AddAndReadAroundAsync(groups, cancellationToken);
        var judged = new List<JudgedGroup>();
        for (var i = 0; i < groups.Length; i++)
        {
            var everything = around[i].ConvertAll<Observation>(static observation => observation);
            var windows = WindowEvaluator.FindWindows(groups[i].Series.Correlation, everything)
                .Where(window => IsTouched(groups[i], everything[window.Last].Time)).ToArray();
            if (windows.Length > 0) judged.Add(new JudgedGroup(observed[i].Correlation, groups[i], [.. everything.Cast<KeptObservation>()], windows));
        }

        return judged;
    }

    /// <summary>The events of a window, those behind the windows of inner correlations included.</summary>
    public async Task<IReadOnlyList<ObservedEvent>> EventsOfAsync(int correlation, IReadOnlyList<KeptObservation> observations, CancellationToken cancellationToken)
    {
        var events = observations.Select(observation => observation.Event).OfType<ObservedEvent>().ToList();
        // The windows of one inner group end one after the other and overlap: they are read as one stretch, not each by itself.
        foreach (var ofSeries in observations.Where(observation => observation.InnerSeries is not null).GroupBy(observation => (observation.Input, observation.InnerSeries)))
        {
            var inner = all[correlation].Correlation.Inputs[ofSeries.Key.Input].Index;
            DateTimeOffset[] ends = [.. ofSeries.Select(observation => observation.Time).Order()];
            var behind = await pages.ReadBackAsync(all[inner], ofSeries.Key.InnerSeries!, ends, cancellationToken);
            events.AddRange(await EventsOfAsync(inner, behind, cancellationToken));
        }

        return events;
    }

    // What was read is complete for windows that end at or after an observation of this batch. Others are somebody else's.
    private static bool IsTouched(SeriesGroup group, DateTimeOffset end)
    {
        var (low, high) = (0, group.Observations.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (group.Observations[middle].Time <= end) low = middle + 1;
            else high = middle;
        }

        return low > 0 && end - group.Observations[low - 1].Time <= group.Series.Correlation.Timespan;
    }
}

/// <summary>A group with satisfied windows.</summary>
/// <param name="Correlation">Index of the correlation.</param>
/// <param name="Group">The group.</param>
/// <param name="Observations">What stands around the batch's observations, by time.</param>
/// <param name="Windows">The satisfied windows, by ascending end; places in <paramref name="Observations"/>.</param>
internal sealed record JudgedGroup(int Correlation, SeriesGroup Group, IReadOnlyList<KeptObservation> Observations, IReadOnlyList<SatisfiedWindow> Windows)
{
    /// <summary>The observations of the satisfied windows, by the finding that they belong to: the one in whose window they end.</summary>
    public IEnumerable<(FindingWindow Window, IReadOnlyList<KeptObservation> Observations)> ByFinding()
    {
        foreach (var windows in Windows.GroupBy(window => FindingWindow.Containing(Observations[window.Last].Time, Group.Series.FindingWindowLength)))
        {
            var found = new List<KeptObservation>();
            var next = 0;
            foreach (var window in windows)
            {
                for (var i = Math.Max(next, window.First); i <= window.Last; i++) found.Add(Observations[i]);
                next = Math.Max(next, window.Last + 1);
            }

            yield return (windows.Key, found);
        }
    }
}
