using CloudTrailLambda.Benchmarks.Generation.Templates;

namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>An actor and the records of the calls that it makes, compiled.</summary>
internal sealed record ActorCalls(Actor Actor, WeightedList<JsonTemplate> Records);
