namespace CloudTrailLambda.Emulators.RuntimeApi;

/// <summary>One invocation on its way to the function and back.</summary>
internal sealed class Invocation(ReadOnlyMemory<byte> payload, TimeSpan timeUntilDeadline)
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = Guid.NewGuid().ToString();

    public ReadOnlyMemory<byte> Payload => payload;

    public TimeSpan TimeUntilDeadline => timeUntilDeadline;

    public Task<InvocationResult> Result => _result.Task;

    public bool IsAnswered => _result.Task.IsCompleted;

    /// <summary>Whether nobody waits for the result any more.</summary>
    public bool IsAbandoned { get; set; }

    public bool TryAnswer(InvocationResult result) => _result.TrySetResult(result);
}
