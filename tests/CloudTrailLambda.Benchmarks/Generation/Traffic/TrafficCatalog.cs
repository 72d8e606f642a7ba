namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>All that happens in the generated accounts. A new kind of traffic is a file here and a line below.</summary>
internal static class TrafficCatalog
{
    public static IEnumerable<TrafficKind> Background =>
    [
        .. ServicesAssumingRoles.All,
        .. KeyUse.All,
        .. LogDelivery.All,
        .. Inventory.All,
        .. Scaling.All,
        .. Deployments.All,
        .. Workloads.All,
        .. People.All,
        .. Users.All,
        .. RareIdentities.All,
    ];

    public static IEnumerable<TrafficKind> Attacks => [.. PlantedAttacks.All];

    /// <summary>Every actor with the calls of its kind, compiled.</summary>
    /// <param name="kinds">The traffic to draw from.</param>
    /// <param name="withGlobal">Whether calls belong to it that only us-east-1 logs.</param>
    public static WeightedList<ActorCalls> Compile(IEnumerable<TrafficKind> kinds, bool withGlobal)
    {
        var compiled = new List<(ActorCalls, int)>();
        foreach (var kind in kinds)
        {
            var calls = kind.Calls.Where(call => withGlobal || !call.IsGlobal).ToList();
            if (calls.Count == 0)
            {
                continue;
            }

            // A kind keeps its share of the records, however many actors split it and however many calls those make
            // in a row. The factor keeps the divisions exact.
            compiled.AddRange(kind.Actors.Select(actor => (
                new ActorCalls(actor, new([.. calls.Select(call => (call.Compile(actor), call.Weight))])),
                kind.Weight * 192 / (kind.Actors.Length * actor.RecordsInARow))));
        }

        return new WeightedList<ActorCalls>(compiled);
    }
}
