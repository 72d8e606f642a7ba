namespace CloudTrailLambda.Detection.Reading;

/// <summary>The stored bytes on their way to the inflater: lets the first be looked at, counts all, remembers the last.</summary>
internal sealed class CountedStream(Stream source) : Stream
{
    private readonly byte[] _peeked = new byte[2];
    private readonly byte[] _last = new byte[8];
    private int _peekedStart;
    private int _peekedEnd;

    /// <summary>How many bytes the reader of this stream was given.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The source has no more.</summary>
    public bool Ended { get; private set; }

    /// <summary>What the source threw, so that its failures can be told from the inflater's.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The last (up to) 8 bytes that were given out.</summary>
    public ReadOnlySpan<byte> Last => _last.AsSpan(Math.Max(0, 8 - (int)Math.Min(8, BytesRead)));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first two bytes, fewer when there are fewer; they stay to be read.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken ct)
    {
        while (_peekedEnd < _peeked.Length && await ReadSourceAsync(_peeked.AsMemory(_peekedEnd), ct) is var read and > 0)
        {
            _peekedEnd += read;
        }

        return _peeked.AsMemory(0, _peekedEnd);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        if (_peekedStart < _peekedEnd)
        {
            read = Math.Min(buffer.Length, _peekedEnd - _peekedStart);
            _peeked.AsMemory(_peekedStart, read).CopyTo(buffer);
            _peekedStart += read;
        }
        else
        {
            read = await ReadSourceAsync(buffer, cancellationToken);
        }

        Remember(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await base.DisposeAsync();
    }

    private async ValueTask<int> ReadSourceAsync(Memory<byte> into, CancellationToken ct)
    {
        try
        {
            var read = await source.ReadAsync(into, ct);
            Ended |= read == 0;
            return read;
        }
        catch (Exception failure)
        {
            Failure = failure;
            throw;
        }
    }

    private void Remember(ReadOnlySpan<byte> read)
    {
        BytesRead += read.Length;
        var kept = read[Math.Max(0, read.Length - _last.Length)..];
        _last.AsSpan(kept.Length).CopyTo(_last);
        kept.CopyTo(_last.AsSpan(_last.Length - kept.Length));
    }
}
