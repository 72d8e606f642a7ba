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

    /// <summary>Every actor with every call of its kind, compiled.</summary>
    /// <param name="kinds">The traffic to draw from.</param>
    /// <param name="withGlobal">Whether calls belong to it that only us-east-1 logs.</param>
    public static WeightedList<CompiledCall> Compile(IEnumerable<TrafficKind> kinds, bool withGlobal)
    {
        var compiled = new List<(CompiledCall, int)>();
        foreach (var kind in kinds)
        {
            var calls = kind.Calls.Where(call => withGlobal || !call.IsGlobal).ToList();

            // A kind keeps its share of the records, however its calls are weighted among themselves.
            var total = calls.Sum(static call => call.Weight) * kind.Actors.Length;
            foreach (var actor in kind.Actors)
            {
                compiled.AddRange(calls.Select(call => (
                    new CompiledCall(actor, call.Compile(actor)),
                    Math.Max(1, kind.Weight * 1_000 * call.Weight / total))));
            }
        }

        return new WeightedList<CompiledCall>(compiled);
    }
}
