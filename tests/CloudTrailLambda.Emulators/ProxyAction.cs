namespace CloudTrailLambda.Emulators;

/// <summary>What a <see cref="ReverseProxy"/> does with a request.</summary>
public abstract record ProxyAction
{
    private ProxyAction()
    {
    }

    /// <summary>The upstream gets it, the client gets the upstream's answer.</summary>
    public static ProxyAction Forward { get; } = new Forwarding(DropsAnswer: false);

    /// <summary>The upstream gets it and does it; then the client's connection is cut without an answer.</summary>
    public static ProxyAction ForwardThenDrop { get; } = new Forwarding(DropsAnswer: true);

    /// <summary>The client's connection is cut; the upstream hears nothing.</summary>
    public static ProxyAction Drop { get; } = new Dropping();

    /// <summary>The client gets this answer; the upstream hears nothing.</summary>
    public static ProxyAction Answer(int status, IReadOnlyDictionary<string, string>? headers = null, ReadOnlyMemory<byte> body = default) =>
        new Answering(status, headers ?? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), body);

    internal sealed record Forwarding(bool DropsAnswer) : ProxyAction;

    internal sealed record Dropping : ProxyAction;

    internal sealed record Answering(int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body) : ProxyAction;
}
