using System.Text;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Tests.Reading;

public sealed class MemoryTests
{
    [Fact]
    public async Task Records_in_memory_are_read_synchronously_and_allocate_nothing()
    {
        // All of it fits into the first fill of the window.
        var content = SampleRecords.Wrap(SampleRecords.Many(new Random(1), 100));
        await using var reader = new LogRecordReader(new MemoryStream(Encoding.UTF8.GetBytes(content)), LogReadLimits.Default);
        Assert.Equal(LogReadResult.Record, await reader.ReadAsync(TestContext.Current.CancellationToken));

        var (records, allocated) = ReadOn(reader, 90);

        Assert.Equal(90, records);
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData("{\"Records\":[", ",")]
    [InlineData("", "\n")]
    public async Task The_buffer_does_not_grow_with_the_file(string opening, string separator)
    {
        const long contentBytes = 200L * 1024 * 1024;
        var record = Encoding.UTF8.GetBytes(SampleRecords.Make(new Random(2), 1) + separator);
        await using var reader = new LogRecordReader(
            new RepeatingStream(Encoding.UTF8.GetBytes(opening), record, contentBytes), LogReadLimits.Default);
        var records = 0L;
        while (await reader.ReadAsync(TestContext.Current.CancellationToken) == LogReadResult.Record)
        {
            records++;
        }

        Assert.Equal(contentBytes / record.Length, records);
        // The size that it begins with: records of this length never need more.
        Assert.Equal(ByteWindow.InitialBytes, reader.BufferBytes);
    }

    private static (int Records, long AllocatedBytes) ReadOn(LogRecordReader reader, int count)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var records = 0;
        for (var i = 0; i < count; i++)
        {
            var result = reader.ReadAsync(CancellationToken.None);
            records += result is { IsCompletedSuccessfully: true, Result: LogReadResult.Record } ? 1 : 0;
        }

        return (records, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>A big file that is nowhere: an opening, then whole records up to a size.</summary>
    private sealed class RepeatingStream(byte[] opening, byte[] record, long contentBytes) : MemoryStream(opening)
    {
        private long _left = contentBytes / record.Length * record.Length;
        private int _at;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            while (read < buffer.Length && _left > 0)
            {
                var piece = Math.Min(record.Length - _at, buffer.Length - read);
                record.AsMemory(_at, piece).CopyTo(buffer[read..]);
                _at = (_at + piece) % record.Length;
                _left -= piece;
                read += piece;
            }

            return read;
        }
    }
}
