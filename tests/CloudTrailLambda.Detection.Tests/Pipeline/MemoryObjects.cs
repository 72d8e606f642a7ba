using System.IO.Compression;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Tests.Pipeline;

/// <summary>Log objects in memory. One without content cannot be opened.</summary>
internal sealed class MemoryObjects : ILogObjectReader
{
    private readonly Dictionary<string, byte[]?> _objects = new(StringComparer.Ordinal);

    public IReadOnlyList<LogObject> All => [.. _objects.Keys.Select(name => new LogObject(name))];

    public MemoryObjects AddUnreadable(string name)
    {
        _objects.Add(name, null);
        return this;
    }

    public MemoryObjects Add(string name, params IEnumerable<string> records) => AddText(name, $$"""{"Records":[{{string.Join(',', records)}}]}""");

    public MemoryObjects AddText(string name, string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest)) gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        _objects.Add(name, memory.ToArray());
        return this;
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(LogObject logObject, CancellationToken cancellationToken) =>
        _objects[logObject.Name] is { } content ? new(new MemoryStream(content, writable: false)) : throw new FileNotFoundException("It is gone.");
}
