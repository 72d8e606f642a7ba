using CloudTrailLambda.Benchmarks.Generation.Traffic;

namespace CloudTrailLambda.Benchmarks.Generation;

/// <summary>Calls to draw from, for regions with the global services and for those without.</summary>
internal sealed class CallMix(IEnumerable<TrafficKind> kinds)
{
    private readonly WeightedList<CompiledCall> _all = TrafficCatalog.Compile(kinds, withGlobal: true);
    private readonly WeightedList<CompiledCall> _regional = TrafficCatalog.Compile(kinds, withGlobal: false);

    public CompiledCall Draw(SplitMix64 random, Place place) => (place.HasGlobalServices ? _all : _regional).Draw(random);
}
