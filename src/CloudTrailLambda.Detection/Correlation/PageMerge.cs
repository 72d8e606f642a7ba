using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>Adds observations to one page.</summary>
internal sealed class PageMerge
{
    private readonly SigmaCorrelation _correlation;
    private readonly CorrelationSeries _series;
    private readonly IReadOnlyList<KeptObservation> _added;
    private readonly PageReduction _reduction;
    private readonly DateTimeOffset _now;

    public PageMerge(SeriesGroup group, long page, IReadOnlyList<KeptObservation> added, PageReduction reduction, DateTimeOffset now)
    {
        (_series, _correlation, _added, _reduction, _now) = (group.Series, group.Series.Correlation, added, reduction, now);
        Change = new PageChange(group.Name, page, Apply);
    }

    /// <summary>The change; asked again whenever somebody else was faster.</summary>
    public PageChange Change { get; }

    /// <summary>Whether the page holds nothing but what was to be added.</summary>
    public bool HoldsAddedOnly { get; private set; }

    /// <summary>What stands on the page after the change.</summary>
    public IReadOnlyList<KeptObservation> Merged { get; private set; } = [];

    /// <summary>What is on a page.</summary>
    /// <exception cref="CorrelationStateException">Nobody knows.</exception>
    public static List<KeptObservation> Decode(string series, long page, ReadOnlyMemory<byte> content)
    {
        try
        {
            return PageCodec.Decode(content);
        }
        catch (InvalidDataException cause)
        {
            throw new CorrelationStateException(
                $"Page {page} of the correlation series {series} cannot be read. {cause.Message} Delete it: what it says is lost, new events are correlated again.", cause);
        }
    }

    private NewContent? Apply(ReadOnlyMemory<byte>? content)
    {
        var known = content is { } bytes ? Decode(Change.Series, Change.Key, bytes) : [];
        var merged = _reduction.Reduce(_correlation, known.Count == 0 ? [.. _added] : Observations.Once(known.Concat(_added)));
        Merged = merged;
        HoldsAddedOnly = known.Count == 0 && merged.Count == _added.Count;
        if (merged.Count == known.Count && merged.Zip(known).All(pair => Observation.CompareByTime(pair.First, pair.Second) == 0)) return null;
        return new NewContent(EncodeWithin(StatePage.MaxContentBytes, merged), _series.ExpiryOf(Change.Key, _now));
    }

    private byte[] EncodeWithin(int maxBytes, List<KeptObservation> observations)
    {
        var encoded = PageCodec.Encode(observations);
        if (encoded.Length <= maxBytes) return encoded;
        var least = PageReduction.ReduceToLeast(_correlation, observations);
        for (encoded = PageCodec.Encode(least); encoded.Length > maxBytes; encoded = PageCodec.Encode(least)) least = PageReduction.WithoutMiddle(least);
        return encoded;
    }
}
