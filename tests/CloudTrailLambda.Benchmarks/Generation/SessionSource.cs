using System.Runtime.InteropServices;
using CloudTrailLambda.Benchmarks.Generation.Traffic;

namespace CloudTrailLambda.Benchmarks.Generation;

/// <summary>
/// Says whose call is next. A session makes several calls in a row, as programs do: with every record of another
/// session the logs would compress half as well as real ones.
/// </summary>
/// <param name="kinds">The traffic to draw from.</param>
internal sealed class SessionSource(IEnumerable<TrafficKind> kinds)
{
    private readonly WeightedList<ActorCalls> _all = TrafficCatalog.Compile(kinds, withGlobal: true);
    private readonly WeightedList<ActorCalls> _regional = TrafficCatalog.Compile(kinds, withGlobal: false);
    private Session? _current;

    /// <param name="random">What everything is drawn from.</param>
    /// <param name="places">Where a session may be.</param>
    /// <param name="fixedPlace">Where it must be, if the file is of one account and region.</param>
    public Session Next(SplitMix64 random, WeightedList<Place> places, Place? fixedPlace)
    {
        if (_current is { } current
            && (fixedPlace is null || current.Place == fixedPlace)
            && random.Below(current.Calls.Actor.RecordsInARow) != 0)
        {
            return current;
        }

        var place = fixedPlace ?? places.Draw(random);
        var calls = (place.HasGlobalServices ? _all : _regional).Draw(random);
        var next = new Session(place, calls, random.Below(calls.Actor.SessionsAtOnce));
        _current = next;
        return next;
    }

    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Session(Place Place, ActorCalls Calls, int Slot);
}
