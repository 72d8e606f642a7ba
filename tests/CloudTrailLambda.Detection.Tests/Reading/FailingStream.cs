namespace CloudTrailLambda.Detection.Tests.Reading;

/// <summary>Storage that gives some bytes, then fails.</summary>
internal sealed class FailingStream(byte[] content, Exception failure) : MemoryStream(content)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw failure;
}
