namespace CloudTrailLambda.Detection.Correlation;

/// <summary>
/// The steps that a page must keep so that sequences which reach over its beginning or end can be put together: of those that begin in
/// an earlier page the ones that end first, of those that go on in a later page the ones that begin last.
/// </summary>
internal static class OrderedChains
{
    /// <summary>Marks the observations of these sequences.</summary>
    /// <param name="sorted">The page's observations, by time and then input.</param>
    /// <param name="inputs">How many inputs a sequence has.</param>
    /// <param name="keeps">Where to mark, by place.</param>
    public static void Mark(List<KeptObservation> sorted, int inputs, bool[] keeps)
    {
        for (var first = 0; first < inputs; first++)
        {
            var wanted = first;
            for (var i = 0; i < sorted.Count && wanted < inputs; i++)
            {
                if (sorted[i].Input == wanted) (keeps[i], wanted) = (true, wanted + 1);
            }
        }

        for (var last = inputs - 1; last >= 0; last--)
        {
            var wanted = last;
            for (var i = sorted.Count - 1; i >= 0 && wanted >= 0; i--)
            {
                if (sorted[i].Input == wanted) (keeps[i], wanted) = (true, wanted - 1);
            }
        }
    }
}
