using System.IO.Compression;
using CloudTrailLambda.Benchmarks.Generation;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Benchmarks.Measurements;

/// <summary>Gzipped generated logs in memory, so that no disk takes part in what is measured.</summary>
internal sealed class MemoryLog : ILogObjectReader
{
    // One planted call in a thousand: more findings on ordinary days than that and nobody would read them.
    private static readonly GeneratorOptions Ordinary = new() { AttacksPerMillion = 1_000 };

    private readonly Dictionary<string, byte[]> _objects = [];

    public IReadOnlyList<LogObject> Objects => [.. _objects.Keys.Order(StringComparer.Ordinal).Select(name => new LogObject(name))];

    public byte[] this[string name] => _objects[name];

    public GenerationTotals Add(string name, int records, int seed)
    {
        using var memory = new MemoryStream();
        GenerationTotals totals;
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
        {
            totals = new CloudTrailGenerator(seed, Ordinary).WriteRecords(gzip, records);
        }

        _objects[name] = memory.ToArray();
        return totals;
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(LogObject logObject, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Stream>(new MemoryStream(_objects[logObject.Name], writable: false));
}
