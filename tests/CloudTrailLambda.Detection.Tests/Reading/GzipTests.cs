using System.IO.Compression;
using System.Text;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Tests.Reading;

public sealed class GzipTests
{
    private static readonly List<string> Sample = SampleRecords.Many(new Random(3), 30);

    private static readonly byte[] Stored = LogWalk.Gzip(SampleRecords.Wrap(Sample));

    [Fact]
    public async Task A_cut_anywhere_is_told_and_what_came_before_is_delivered()
    {
        for (var length = 2; length < Stored.Length; length += 7)
        {
            var walk = await LogWalk.OfAsync(Stored[..length]);

            Assert.Equal(ReadFaultKind.GzipTruncated, Assert.Single(walk.Faults).Kind);
            Assert.Equal(Sample.Take(walk.Records.Count), walk.Records, StringComparer.Ordinal);
        }

        Assert.Equal(Sample, (await LogWalk.OfAsync(Stored[..^1])).Records, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_wrong_checksum_is_told_and_every_record_is_delivered()
    {
        var damaged = (byte[])Stored.Clone();
        damaged[^6] ^= 1;
        var walk = await LogWalk.OfAsync(damaged);

        Assert.Equal(ReadFaultKind.GzipDamaged, Assert.Single(walk.Faults).Kind);
        Assert.Equal(Sample, walk.Records, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(512)]
    [InlineData(20_000)]
    public async Task Zero_padding_is_no_damage(int paddingBytes)
    {
        var walk = await LogWalk.OfAsync([.. Stored, .. new byte[paddingBytes]]);

        Assert.Empty(walk.Faults);
        Assert.Equal(Sample, walk.Records, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("not gzip")]
    [InlineData("\0\0\0\0\0\0\0\0x")]
    public async Task Other_bytes_behind_the_gzip_data_are_told(string behind)
    {
        var walk = await LogWalk.OfAsync([.. Stored, .. Encoding.UTF8.GetBytes(behind)]);

        Assert.Equal(ReadFaultKind.GzipTrailingBytes, Assert.Single(walk.Faults).Kind);
        Assert.Equal(Sample, walk.Records, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Several_members_are_one_content()
    {
        var content = Encoding.UTF8.GetBytes(SampleRecords.Wrap(Sample));
        var walk = await LogWalk.OfAsync([.. LogWalk.Gzip(content.AsSpan(0, 1001)), .. LogWalk.Gzip(content.AsSpan(1001))]);

        Assert.Empty(walk.Faults);
        Assert.Equal(Sample, walk.Records, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Content_that_inflates_without_end_is_left()
    {
        var bomb = LogWalk.Gzip("{\"Records\":[{}" + new string(' ', 8_000_000));
        var size = await LogWalk.OfAsync(bomb, LogReadLimits.Default with { MaxInflatedBytes = 1_000_000 });
        var ratio = await LogWalk.OfAsync(bomb, LogReadLimits.Default with { InflationRatioFromBytes = 1_000_000, MaxInflationRatio = 100 });
        var within = await LogWalk.OfAsync(bomb);

        Assert.Equal(ReadFaultKind.InflatesTooFar, Assert.Single(size.Faults).Kind);
        Assert.Equal(ReadFaultKind.InflatesTooFar, Assert.Single(ratio.Faults).Kind);
        Assert.Equal(ReadFaultKind.Truncated, Assert.Single(within.Faults).Kind);
        Assert.Equal(["{}"], size.Records);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failing_storage_is_a_fault(bool gzip)
    {
        var content = gzip ? Stored : Encoding.UTF8.GetBytes(SampleRecords.Wrap(Sample));
        foreach (var failure in new Exception[] { new IOException("disk gone"), new InvalidDataException("disk gone"), new OperationCanceledException("disk gone") })
        {
            var walk = await LogWalk.OfAsync(new FailingStream(content[..^40], failure));

            var fault = Assert.Single(walk.Faults);
            Assert.Equal((ReadFaultKind.ReadFailed, "reading failed: disk gone"), (fault.Kind, fault.Message));
            Assert.Equal(Sample.Take(walk.Records.Count), walk.Records, StringComparer.Ordinal);
            Assert.InRange(walk.Records.Count, gzip ? 1 : 28, 30);
        }
    }

    [Fact]
    public async Task The_callers_cancellation_passes_through()
    {
        using var source = new CancellationTokenSource();
        await using var reader = new LogRecordReader(new PiecewiseStream(Stored, () => 1), LogReadLimits.Default);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.ReadAsync(source.Token));
    }
}
