using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Tests.Reading;

/// <summary>Everything one object gave, read the way the pipeline does: each record walked strictly, once.</summary>
internal sealed class LogWalk
{
    public List<string> Records { get; } = [];

    public List<(long Number, long Offset)> Places { get; } = [];

    public List<ReadFault> Faults { get; } = [];

    public List<ReadNote> Notes { get; } = [];

    public int BufferBytes { get; private set; }

    public IEnumerable<string> Told => Faults.Select(fault =>
        $"{(fault.RecordNumber > 0 ? $"record {fault.RecordNumber}, " : "")}byte {fault.ByteOffset}: {fault.Message}");

    public static Task<LogWalk> OfAsync(string content, LogReadLimits? limits = null) => OfAsync(Encoding.UTF8.GetBytes(content), limits);

    public static Task<LogWalk> OfAsync(byte[] content, LogReadLimits? limits = null) => OfAsync(new MemoryStream(content), limits);

    public static async Task<LogWalk> OfAsync(Stream content, LogReadLimits? limits = null, LogObjectKind kind = LogObjectKind.Unknown)
    {
        var walk = new LogWalk();
        await using var reader = new LogRecordReader(content, limits ?? LogReadLimits.Default, kind);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken) is var result && result != LogReadResult.End)
        {
            walk.Take(reader, result);
        }

        Assert.Equal(LogReadResult.End, await reader.ReadAsync(TestContext.Current.CancellationToken));
        walk.BufferBytes = reader.BufferBytes;
        return walk;
    }

    public static byte[] Gzip(ReadOnlySpan<byte> content)
    {
        var stored = new MemoryStream();
        using (var deflater = new GZipStream(stored, CompressionLevel.Fastest))
        {
            deflater.Write(content);
        }

        return stored.ToArray();
    }

    public static byte[] Gzip(string content) => Gzip(Encoding.UTF8.GetBytes(content));

    /// <summary>What is wrong with a record, as the strict walk sees it.</summary>
    public static string? Problem(ReadOnlySpan<byte> record)
    {
        if (!Utf8.IsValid(record))
        {
            return "not valid UTF-8";
        }

        var json = new Utf8JsonReader(record, new JsonReaderOptions { MaxDepth = 128 });
        try
        {
            while (json.Read())
            {
            }

            return null;
        }
        catch (JsonException)
        {
            return "not valid JSON";
        }
    }

    private void Take(LogRecordReader reader, LogReadResult result)
    {
        switch (result)
        {
            case LogReadResult.Fault:
                Faults.Add(reader.Fault!);
                break;
            case LogReadResult.Note:
                Notes.Add(reader.Note!);
                break;
            case LogReadResult.Record when Problem(reader.Record.Span) is { } problem:
                reader.RejectRecord(problem);
                break;
            default:
                Records.Add(Encoding.UTF8.GetString(reader.Record.Span));
                Places.Add((reader.RecordNumber, reader.ByteOffset));
                break;
        }
    }
}
