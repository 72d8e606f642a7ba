using System.Globalization;
using System.IO.Compression;

namespace CloudTrailLambda.Detection.Tests.Generation;

[Collection(SharedSample.Name)]
public sealed class GeneratedProportionTests(GeneratedSample sample)
{
    [Fact]
    public void Half_of_the_records_are_about_1_5_kilobytes_and_one_in_a_hundred_is_over_2_4()
    {
        var sizes = sample.Records.Select(static record => record.GetRawText().Length).Order().ToList();

        Assert.InRange(sizes[sizes.Count / 2], 1_200, 1_800);
        Assert.InRange(sizes[sizes.Count * 99 / 100], 1_800, 2_400);
        Assert.InRange(sizes[^1], 3_000, 256 * 1024);
    }

    [Fact]
    public void Four_of_five_records_come_from_a_service()
    {
        var share = sample.Share(static record => record.Text("sourceIPAddress") is { } source
            && (source is "AWS Internal" || source.EndsWith(".amazonaws.com", StringComparison.Ordinal)));

        Assert.InRange(share, 0.76, 0.84);
    }

    [Fact]
    public void Two_of_a_hundred_records_are_denied_and_nearly_all_of_those_are_log_deliveries()
    {
        var denied = sample.Records.Where(static record => record.Text("errorCode") is "AccessDenied").ToList();
        var deliveries = denied.Count(static record => record.Text("userIdentity", "type") is "AWSService");

        Assert.InRange(denied.Count / (double)sample.Records.Count, 0.01, 0.03);
        Assert.InRange(deliveries / (double)denied.Count, 0.96, 0.995);
    }

    [Fact]
    public void Event_ids_are_unique()
    {
        var ids = sample.Records.Select(static record => record.Text("eventID")).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(GeneratedSample.Count, ids.Count);
        Assert.All(ids, static id => Assert.True(Guid.TryParse(id, out _), id));
    }

    [Fact]
    public void Times_go_on_but_records_are_up_to_a_quarter_of_an_hour_late()
    {
        var times = sample.Records.Select(static record =>
            DateTimeOffset.Parse(record.Text("eventTime")!, CultureInfo.InvariantCulture)).ToList();
        var latest = DateTimeOffset.MinValue;
        var longestDelay = TimeSpan.Zero;
        foreach (var time in times)
        {
            latest = time > latest ? time : latest;
            longestDelay = latest - time > longestDelay ? latest - time : longestDelay;
        }

        Assert.InRange(longestDelay, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15));
        Assert.InRange(latest - times[0], TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void The_logs_compress_as_real_ones_do()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(sample.Bytes);
        }

        Assert.InRange(sample.Bytes.Length / (double)compressed.Length, 8, 15);
    }
}
