namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>Actors that all make the same calls.</summary>
/// <param name="Weight">Its share of all records, in ten thousandths.</param>
internal sealed record TrafficKind(int Weight, Actor[] Actors, ApiCall[] Calls);
