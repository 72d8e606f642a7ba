namespace CloudTrailLambda.Detection.Tests.Reading;

/// <summary>Gives its content in pieces of at most so many bytes, as a network does.</summary>
internal sealed class PiecewiseStream(byte[] content, Func<int> nextPieceBytes) : MemoryStream(content)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return Read(buffer.Span[..Math.Min(buffer.Length, nextPieceBytes())]);
    }
}
