using CloudTrailLambda.Function.Telemetry;

namespace CloudTrailLambda.Function.Runtime;

/// <summary>Handles an event.</summary>
/// <param name="invocation">The event.</param>
/// <param name="cancellationToken">Runs out shortly before Lambda stops the function: what is not done by then is to be handed back.</param>
/// <returns>The answer, JSON.</returns>
internal delegate Task<ReadOnlyMemory<byte>> InvocationHandler(Invocation invocation, CancellationToken cancellationToken);

/// <summary>The loop that makes an executable a Lambda function: ask for an event, handle it, answer.</summary>
internal sealed class LambdaRuntime(RuntimeApi api, LogLines log, TimeProvider clock)
{
    /// <summary>What is left for answering when the handler's time is over.</summary>
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromSeconds(1.5);

    /// <summary>Runs until Lambda ends the process.</summary>
    /// <exception cref="HttpRequestException">The Runtime API failed; the process must end.</exception>
    /// <exception cref="OperationCanceledException">By the token.</exception>
    public async Task RunAsync(InvocationHandler handler, CancellationToken cancellationToken)
    {
        while (true)
        {
            var invocation = await api.NextAsync(cancellationToken);
            using var scope = log.Begin(invocation);
            // The SDK reads the header for X-Ray from here.
            Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
            await HandleAsync(handler, invocation, cancellationToken);
        }
    }

    private async Task HandleAsync(InvocationHandler handler, Invocation invocation, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> answer;
        try
        {
            using var deadline = new CancellationTokenSource(TimeToHandle(invocation), clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            answer = await handler(invocation, either.Token);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            log.Error("The invocation failed.", failure);
            if (!await api.FailAsync(invocation.RequestId, failure, cancellationToken)) log.Error("Lambda did not take the error.");
            return;
        }

        if (await api.RespondAsync(invocation.RequestId, answer, cancellationToken)) return;
        log.Error($"Lambda did not take an answer of {answer.Length} bytes.");
        await api.FailAsync(invocation.RequestId, new ResponseRefusedException(answer.Length), cancellationToken);
    }

    private TimeSpan TimeToHandle(Invocation invocation)
    {
        var left = invocation.Deadline - clock.GetUtcNow() - AnswerMargin;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}

/// <summary>Lambda refused an answer.</summary>
internal sealed class ResponseRefusedException(int bytes) : Exception($"Lambda refused an answer of {bytes} bytes.");
