using System.Text;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Tests.Reading;

public sealed class DamageTests
{
    private static readonly List<string> Sample = SampleRecords.Many(new Random(7), 400);

    [Theory]
    [InlineData("\"eventType\":", "\"eventType:")]
    [InlineData("\"userIdentity\":{", "\"userIdentity\":")]
    [InlineData("\"userIdentity\":{", "\"userIdentity\":{{")]
    [InlineData("\"eventID\":", "\"eventID\":\"")]
    public async Task A_broken_record_costs_only_itself(string found, string broken)
    {
        var records = Sample.Select(record => record.Replace("\": ", "\":", StringComparison.Ordinal)).ToList();
        var damaged = records.Select((record, at) => at == 100 ? record.Replace(found, broken, StringComparison.Ordinal) : record);
        var good = records.Where((_, at) => at != 100);

        foreach (var content in new[] { SampleRecords.Wrap(damaged), $"[{string.Join(",\n", damaged)}]", string.Join('\n', damaged) })
        {
            var walk = await LogWalk.OfAsync(content);
            Assert.Equal(good, walk.Records, StringComparer.Ordinal);
            Assert.Equal(101, Assert.Single(walk.Faults).RecordNumber);
        }
    }

    [Theory]
    [InlineData("relatedEvents")]
    [InlineData("configurationItemVersion")]
    [InlineData("configurationItemCaptureTime")]
    public async Task A_broken_configuration_item_costs_only_itself(string firstKey)
    {
        // What is inside an item may begin like one of CloudTrail's records, and must not be taken for one.
        var items = Enumerable.Range(0, 300).Select(n => $$"""
            {"{{firstKey}}":"{{n}}","relationships":[{"resourceType":"AWS::EC2::VPC"},{"eventVersion":"1.0"}],"configuration":{"text":"{\"{{firstKey}}\":1}"},"resourceId":"r{{n}}"}
            """.Trim()).ToList();

        foreach (var broken in new[] { "\"configuration:", "\"configuration\":{\"x\":{", "\"configuration\":\"" })
        {
            var damaged = items.Select((item, at) => at is 0 or 150 ? item.Replace("\"configuration\":", broken, StringComparison.Ordinal) : item);
            var walk = await LogWalk.OfAsync($$"""{"fileVersion":"1.0","configurationItems":[{{string.Join(',', damaged)}}]}""");

            Assert.Equal(items.Where((_, at) => at is not (0 or 150)), walk.Records, StringComparer.Ordinal);
            Assert.Equal([1, 151], walk.Faults.Select(fault => fault.RecordNumber));
        }
    }

    [Fact]
    public async Task Items_that_nothing_marks_are_read_on_behind_a_broken_one()
    {
        var walk = await LogWalk.OfAsync("""{"fileVersion":"1.0","configurationItems":[{"resourceType":"a"},{"resourceType":01},{"resourceType":"c"}]}""");

        Assert.Equal(["""{"resourceType":"a"}""", """{"resourceType":"c"}"""], walk.Records);
        Assert.Equal(2, Assert.Single(walk.Faults).RecordNumber);
    }

    [Fact]
    public async Task An_oversized_configuration_item_is_passed_over()
    {
        var limits = LogReadLimits.Default with { MaxRecordBytes = 4096 };
        var walk = await LogWalk.OfAsync($$"""{"fileVersion":"1.0","configurationItems":[{"relatedEvents":[],"a":1},{"relatedEvents":[],"x":"{{new string('{', 1_000_000)}}"},{"relatedEvents":[],"b":2}]}""", limits);

        Assert.Equal(["""{"relatedEvents":[],"a":1}""", """{"relatedEvents":[],"b":2}"""], walk.Records);
        Assert.Equal((ReadFaultKind.RecordTooLong, 2L), (Assert.Single(walk.Faults).Kind, walk.Faults[0].RecordNumber));
        Assert.InRange(walk.BufferBytes, 1, 512 * 1024);
    }

    [Fact]
    public async Task An_overlong_record_is_passed_over_without_being_held()
    {
        var limits = LogReadLimits.Default with { MaxRecordBytes = 4096 };
        var longOne = $$"""{"x":"{{new string('{', 3_000_000)}}","y":[{"z":1}]}""";
        var walk = await LogWalk.OfAsync($$"""{"Records":[{"a":1},{{longOne}},{"b":2}]}""", limits);

        Assert.Equal(["""{"a":1}""", """{"b":2}"""], walk.Records);
        var fault = Assert.Single(walk.Faults);
        Assert.Equal((ReadFaultKind.RecordTooLong, 2L, 20L), (fault.Kind, fault.RecordNumber, fault.ByteOffset));
        Assert.InRange(walk.BufferBytes, 1, 256 * 1024);
    }

    [Theory]
    [InlineData(4096, 0)]
    [InlineData(4097, 1)]
    public async Task The_longest_record_is_as_long_as_the_limit(int bytes, int faults)
    {
        var record = $$"""{"x":"{{new string('x', bytes - 8)}}"}""";
        var limits = LogReadLimits.Default with { MaxRecordBytes = 4096 };

        foreach (var content in new[] { record, $"[{record}]" })
        {
            var walk = await LogWalk.OfAsync(content, limits);
            Assert.Equal(faults, walk.Faults.Count);
            Assert.Equal(1 - faults, walk.Records.Count);
        }
    }

    [Theory]
    [InlineData("1,")]
    [InlineData("{\"eventVersion\":{\"b\":1},")]
    [InlineData("{\"eventVersion\":\"b},")]
    [InlineData("{\"a\":{\"b\":1}\n")]
    [InlineData("{\n")]
    [InlineData("{\"x\":{\"b\":1},")]
    public async Task A_hundred_thousand_faults_are_told_in_twenty_and_a_number(string piece)
    {
        var walk = await LogWalk.OfAsync("[" + string.Concat(Enumerable.Repeat(piece, 100_000)));

        Assert.InRange(walk.Faults.Count, 1, 21);
        Assert.Equal(walk.Faults.Count == 21, walk.Faults[^1].Kind == ReadFaultKind.MoreFaults);
    }

    [Fact]
    public async Task Rejecting_nothing_is_a_mistake_of_the_caller()
    {
        await using var reader = new LogRecordReader(new MemoryStream(Encoding.UTF8.GetBytes("{}")), LogReadLimits.Default);

        Assert.Throws<InvalidOperationException>(() => reader.RejectRecord("broken"));
    }
}
