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

    /// <summary>Waits for the next one that somebody still waits for.</summary>
    public async Task<Invocation> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var invocation = await _waiting.Reader.ReadAsync(cancellationToken);
            if (!invocation.IsAbandoned) return invocation;
        }
    }

    /// <summary>Notes that the function has it now, unless it has another one still.</summary>
    public bool TryHandOut(Invocation invocation)
    {
        lock (_gate) return !IsOneOpen && _handedOut.TryAdd(invocation.Id, invocation);
    }

    /// <summary>Lets it wait again: the connection that it was meant for had gone.</summary>
    public void TakeBack(Invocation invocation)
    {
        lock (_gate) _handedOut.Remove(invocation.Id);
        Add(invocation);
    }

    public Invocation? Find(string id)
    {
        lock (_gate) return _handedOut.GetValueOrDefault(id);
    }
}
