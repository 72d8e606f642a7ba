using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Function.Tests.Handling;

/// <summary>Log objects in memory, some of which cannot be read in one way or another. A name that was not added is gone.</summary>
internal sealed class StoredObjects : ILogObjectReader
{
    private readonly Dictionary<string, Func<Stream>> _objects = new(StringComparer.Ordinal);

    /// <summary>How often each object was opened.</summary>
    public ConcurrentQueue<string> Opened { get; } = [];

    public void Add(string name, Func<Stream> open) => _objects[$"s3://logs/{name}"] = open;

    /// <summary>A log file with one record for each event id; the rule of <see cref="Bench"/> matches them.</summary>
    public void AddLog(string name, params string[] eventIds) => Add(name, () => new MemoryStream(Gzip(Log(eventIds))));

    public static string Log(params string[] eventIds) => $$"""{"Records":[{{string.Join(',', eventIds.Select(id => Bench.RecordJson(id)))}}]}""";

    public static byte[] Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }

    public ValueTask<Stream> OpenAsync(LogObject logObject, CancellationToken cancellationToken)
    {
        Opened.Enqueue(logObject.Name);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_objects.TryGetValue(logObject.Name, out var open) ? open() : throw new FileNotFoundException($"{logObject.Name} does not exist."));
    }
}
