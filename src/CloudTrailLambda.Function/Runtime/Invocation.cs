namespace CloudTrailLambda.Function.Runtime;

/// <summary>One event that Lambda hands to the function.</summary>
/// <param name="RequestId">Its id, the same at a retry by Lambda itself.</param>
/// <param name="Payload">The event: JSON, up to 6 MB.</param>
/// <param name="Deadline">When Lambda stops the function, whatever it is doing.</param>
/// <param name="FunctionArn">The function, version or alias that was invoked; null when Lambda does not say.</param>
/// <param name="TraceId">The X-Ray header; null when Lambda does not say.</param>
internal sealed record Invocation(string RequestId, ReadOnlyMemory<byte> Payload, DateTimeOffset Deadline, string? FunctionArn, string? TraceId);
