namespace CloudTrailLambda.Emulators;

/// <summary>What a function made of one invocation.</summary>
public abstract record InvocationResult
{
    private InvocationResult()
    {
    }

    /// <summary>It answered.</summary>
    /// <param name="Body">The bytes of the answer.</param>
    public sealed record Response(ReadOnlyMemory<byte> Body) : InvocationResult;

    /// <summary>It reported an error.</summary>
    /// <param name="Type">The header <c>Lambda-Runtime-Function-Error-Type</c>, or null.</param>
    /// <param name="Body">The report: <c>{"errorMessage","errorType","stackTrace":[]}</c>.</param>
    public sealed record Error(string? Type, string Body) : InvocationResult;
}
