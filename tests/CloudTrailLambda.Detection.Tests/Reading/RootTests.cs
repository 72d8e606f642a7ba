using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Tests.Reading;

public sealed class RootTests
{
    private const string A = """{"eventVersion":"1.08","eventName":"A"}""";
    private const string Item = """{"relatedEvents":[],"relationships":[{"resourceType":"AWS::EC2::VPC"}],"configuration":{"x":"}]"}}""";
    private const string B = """{"eventName":"B","x":{"y":"}{"}}""";

    public static TheoryData<string, string[]> Roots() => new()
    {
        { $$"""{"Records":[{{A}},{{B}}]}""", [A, B] },
        { $$""" { "Records" : [ {{A}} , {{B}} ] } """, [A, B] },
        { $$"""{"a":{"Records":[1]},"b":"\"Records\":[","Records":[{{A}}],"c":[{"d":1}]}""", [A] },
        { $$"""{"Records":[{{A}}],"Records":[{{B}}]}""", [A, B] },
        { """{"Records":[]}""", [] },
        { """{"Records":null}""", [] },
        { $"[{A},{B}]", [A, B] },
        { "[]", [] },
        { $"{A}\n{B}\n", [A, B] },
        { $"{A}\r\n\r\n{B}", [A, B] },
        { $"{A}{B}", [A, B] },
        { $$"""[{{A}}]{"Records":[{{B}}]}{{A}}""", [A, B, A] },
        { $$"""{"Records":[{{A}}]}""" + "\n" + $$"""{"Records":[{{B}}]}""", [A, B] },
        { B, [B] },
        { "{}", ["{}"] },
        { """{"x":1,"Records":5}""", ["""{"x":1,"Records":5}"""] },
        { """{"Records":null,"eventName":"C"}""", ["""{"Records":null,"eventName":"C"}"""] },
        { """{"x":{"Records":[{}]}}""", ["""{"x":{"Records":[{}]}}"""] },
        { """{"x":"Records","y":["z"]}""", ["""{"x":"Records","y":["z"]}"""] },
        { """{"configurationItems":1}""", ["""{"configurationItems":1}"""] },
        { $$"""{"fileVersion":"1.0","configSnapshotId":"c","configurationItems":[{{Item}},{{B}}]}""", [Item, B] },
        { $$""" {"configurationItems" : [ {{Item}} ] , "fileVersion":"1.0"} """, [Item] },
        { """{"fileVersion":"1.0","configurationItems":[]}""", [] },
        { $$"""{"Records":[{{A}}],"configurationItems":[{{Item}}]}{"fileVersion":"1.0","configurationItems":[{{Item}}]}{{A}}""", [A, Item, Item, A] },
        { """{"x":{"configurationItems":[{}]}}""", ["""{"x":{"configurationItems":[{}]}}"""] },
        { "\uFEFF" + A, [A] },
    };

    [Theory]
    [MemberData(nameof(Roots))]
    public async Task Every_root_gives_its_records(string content, string[] records)
    {
        var plain = await LogWalk.OfAsync(content);
        Assert.Equal(records, plain.Records, StringComparer.Ordinal);
        Assert.Empty(plain.Faults);
        Assert.Equal(Enumerable.Range(1, records.Length).Select(n => (long)n), plain.Places.Select(place => place.Number));

        var stored = await LogWalk.OfAsync(LogWalk.Gzip(content));
        Assert.Equal(records, stored.Records, StringComparer.Ordinal);
        Assert.Equal(plain.Places, stored.Places);
        Assert.Empty(stored.Faults);
    }

    [Fact]
    public async Task The_array_may_follow_keys_that_are_longer_than_a_record()
    {
        var filler = string.Join(',', Enumerable.Range(0, 200_000).Select(n => $$"""{"n":{{n}},"Records":[0]}"""));
        var walk = await LogWalk.OfAsync($$"""{"filler":[{{filler}}],"s":"{{new string('x', 2_000_000)}}","Records":[{{A}},{{B}}],"tail":[{{filler}}]}""");

        Assert.Equal([A, B], walk.Records);
        Assert.Empty(walk.Faults);
        Assert.InRange(walk.BufferBytes, 1, 2 * 1024 * 1024);
    }

    [Theory]
    [InlineData("""{"Records":5}""")]
    [InlineData("""{"Records":{"a":1}}""")]
    [InlineData("""{"Records":"[]"}""")]
    public async Task Records_that_are_no_array_are_a_fault(string content)
    {
        var walk = await LogWalk.OfAsync(content);

        Assert.Equal(ReadFaultKind.RecordsNotAnArray, Assert.Single(walk.Faults).Kind);
        Assert.Empty(walk.Records);
    }

    [Fact]
    public async Task Elements_that_are_no_objects_are_faults_and_counted()
    {
        var walk = await LogWalk.OfAsync($$"""{"Records":[1,{{A}},"},{",[[{"x":1}],2],null,{{B}}, true ]}""");

        Assert.Equal([A, B], walk.Records);
        Assert.Equal([2, 6], walk.Places.Select(place => place.Number));
        Assert.Equal([1, 3, 4, 5, 7], walk.Faults.Select(fault => fault.RecordNumber));
        Assert.All(walk.Faults, fault => Assert.Equal(ReadFaultKind.NotAnObject, fault.Kind));
    }

    [Theory]
    [InlineData("""{"digestS3Bucket":"b","digestS3Object":"k","logFiles":[]}""", ReadNoteKind.Digest)]
    [InlineData("""{"logFiles":[{"s3Object":"k"}],"digestS3Object":"k"}""", ReadNoteKind.Digest)]
    public async Task Files_of_other_kinds_are_told_by_their_content(string content, ReadNoteKind expected)
    {
        var walk = await LogWalk.OfAsync($"{content}\n{A}");

        Assert.Equal(expected, Assert.Single(walk.Notes).Kind);
        Assert.Empty(walk.Faults);
        Assert.Equal([A], walk.Records);
    }

    [Fact]
    public async Task A_config_file_longer_than_any_record_is_read_item_by_item()
    {
        const int Count = 40_000;
        var walk = await LogWalk.OfAsync($$"""{"fileVersion":"1.0","configurationItems":[{{string.Join(',', Enumerable.Repeat(Item, Count))}}],"x":[{"y":1}]}""");

        Assert.Empty(walk.Notes);
        Assert.Empty(walk.Faults);
        Assert.Equal(Count, walk.Records.Count(record => record == Item));
        Assert.InRange(walk.BufferBytes, 1, 2 * 1024 * 1024);
    }

    [Theory]
    [InlineData(LogObjectKind.Digest, ReadNoteKind.Digest)]
    [InlineData(LogObjectKind.ConfigNotification, ReadNoteKind.ConfigNotification)]
    [InlineData(LogObjectKind.ConfigCheck, ReadNoteKind.ConfigCheck)]
    public async Task A_kind_known_from_the_name_is_noted_without_reading(LogObjectKind kind, ReadNoteKind expected)
    {
        var walk = await LogWalk.OfAsync(new FailingStream([], new IOException("must not be read")), kind: kind);

        Assert.Equal(expected, Assert.Single(walk.Notes).Kind);
        Assert.Empty(walk.Faults);
    }
}
