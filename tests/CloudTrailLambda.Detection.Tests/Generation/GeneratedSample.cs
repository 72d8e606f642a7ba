using System.Text.Json;
using CloudTrailLambda.Benchmarks.Generation;

namespace CloudTrailLambda.Detection.Tests.Generation;

/// <summary>Some generated records, made once for all tests that count in them.</summary>
public sealed class GeneratedSample : IDisposable
{
    internal const int Count = 20_000;

    private readonly JsonDocument _document;

    public GeneratedSample()
    {
        Bytes = Generate(seed: 7, Count, new GeneratorOptions(), out var totals);
        Totals = totals;
        _document = JsonDocument.Parse(Bytes);
        Records = [.. _document.RootElement.GetProperty(nameof(Records)).EnumerateArray()];
    }

    internal byte[] Bytes { get; }

    internal GenerationTotals Totals { get; }

    internal IReadOnlyList<JsonElement> Records { get; }

    public void Dispose() => _document.Dispose();

    internal static byte[] Generate(int seed, int count, GeneratorOptions options, out GenerationTotals totals)
    {
        using var memory = new MemoryStream();
        totals = new CloudTrailGenerator(seed, options).WriteRecords(memory, count);
        return memory.ToArray();
    }

    internal double Share(Func<JsonElement, bool> predicate) => Records.Count(predicate) / (double)Records.Count;
}

[CollectionDefinition(Name)]
public sealed class SharedSample : ICollectionFixture<GeneratedSample>
{
    public const string Name = "generated sample";
}
