using System.Threading.Channels;

namespace CloudTrailLambda.Emulators.RuntimeApi;

/// <summary>Which invocations wait, which one the function works on, which ones are over.</summary>
internal sealed class Invocations
{
    private readonly Channel<Invocation> _waiting = Channel.CreateUnbounded<Invocation>();
    private readonly Dictionary<string, Invocation> _handedOut = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Whether the function has one and has not answered it, although somebody waits for it.</summary>
    public bool IsOneOpen
    {
        get
        {
            lock (_gate) return _handedOut.Values.Any(invocation => !invocation.IsAnswered && !invocation.IsAbandoned);
        }
    }

    public void Add(Invocation invocation) => _waiting.Writer.TryWrite(invocation);

    /// <summary>Waits for the next one and notes that the function has it now; null if it is not its turn, because the function has another one still.</summary>
    /// <param name="isGone">Whether nobody is at the other end any more: then the invocation keeps its place.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Invocation?> TakeAsync(Func<bool> isGone, CancellationToken cancellationToken)
    {
        while (!IsOneOpen)
        {
            await _waiting.Reader.WaitToReadAsync(cancellationToken);
            lock (_gate)
            {
                if (IsOneOpen) break;
                if (isGone()) throw new OperationCanceledException();
                if (_waiting.Reader.TryRead(out var invocation) && !invocation.IsAbandoned)
                {
                    _handedOut.Add(invocation.Id, invocation);
                    return invocation;
                }
            }
        }

        return null;
    }

    public Invocation? Find(string id)
    {
        lock (_gate) return _handedOut.GetValueOrDefault(id);
    }
}
