using System.Runtime.InteropServices;
using CloudTrailLambda.Benchmarks.Generation.Templates;

namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>A call by an actor, ready to be written.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CompiledCall(Actor Actor, JsonTemplate Record);
