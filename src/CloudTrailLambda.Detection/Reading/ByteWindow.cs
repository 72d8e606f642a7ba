using System.Buffers;

namespace CloudTrailLambda.Detection.Reading;

/// <summary>
/// The part of the content that is in memory: one pooled array, whose unread part moves to the front when room is needed. It grows to
/// what one record needs, never with the object.
/// </summary>
internal sealed class ByteWindow : IDisposable
{
    public const int InitialBytes = 256 * 1024;
    private const int LeastReadBytes = 128 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    public int UnreadBytes => _end - _start;

    public int CapacityBytes => _bytes.Length;

    /// <summary>Where <see cref="Unread"/> begins, in bytes of the content.</summary>
    public long Offset { get; private set; }

    public ReadOnlyMemory<byte> Slice(int length) => _bytes.AsMemory(_start, length);

    public void Consume(int count)
    {
        _start += count;
        Offset += count;
    }

    /// <summary>Room to read into; what is unread keeps its order and its place relative to the start of <see cref="Unread"/>.</summary>
    public Memory<byte> Free()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        if (_bytes.Length - _end < LeastReadBytes)
        {
            MakeRoom();
        }

        return _bytes.AsMemory(_end);
    }

    public void Added(int count) => _end += count;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _end = 0;
    }

    private void MakeRoom()
    {
        var unread = Unread;
        // Moving a full window for a little room would make a long record cost quadratic time.
        var target = unread.Length > _bytes.Length / 2 ? ArrayPool<byte>.Shared.Rent(_bytes.Length * 2) : _bytes;
        unread.CopyTo(target);
        if (target != _bytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = target;
        }

        _end -= _start;
        _start = 0;
    }
}
