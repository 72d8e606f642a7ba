using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Configuration;

/// <summary>A configuration item as it stands on a page: zlib over its JSON.</summary>
/// <param name="Item">What it says of itself.</param>
/// <param name="Content">The page's content.</param>
internal sealed record KeptItem(ConfigurationItem Item, ReadOnlyMemory<byte> Content)
{
    /// <summary>Marks an item of which the rest is not kept.</summary>
    public const string IsHeadOnly = "isHeadOnly";

    /// <summary>Packs an item. One that stays too large for a page, or has texts that cannot be read, keeps only what it says of itself.</summary>
    /// <returns>The packed item; <see langword="null"/> when it is none.</returns>
    public static KeptItem? TryPack(ReadOnlyMemory<byte> json)
    {
        if (ConfigurationItem.TryRead(json) is not { } item) return null;
        var packed = SoundJson.Is(json.Span) ? Pack(json.Span) : [];
        return new KeptItem(item, packed.Length is > 0 and <= StatePage.MaxContentBytes ? packed : Pack(HeadOf(item)));
    }

    /// <summary>Unpacks a page.</summary>
    /// <exception cref="CorrelationStateException">It is damaged.</exception>
    public static JsonDocument Unpack(string series, StatePage page)
    {
        try
        {
            using var stored = new MemoryStream(page.Content.ToArray(), writable: false);
            using var inflater = new ZLibStream(stored, CompressionMode.Decompress);
            using var json = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (inflater.Read(buffer) is var read and > 0)
            {
                // No more was packed than the longest record.
                if (json.Length > LogReadLimits.Default.MaxRecordBytes) throw new InvalidDataException("It inflates too far.");
                json.Write(buffer, 0, read);
            }

            return JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = 128 });
        }
        catch (Exception damage) when (damage is InvalidDataException or JsonException)
        {
            throw new CorrelationStateException($"Page {page.Key} of the series {series} in the correlation state cannot be read. Delete it: one state of one resource is then not known.", damage);
        }
    }

    private static byte[] Pack(ReadOnlySpan<byte> json)
    {
        using var packed = new MemoryStream();
        using (var deflater = new ZLibStream(packed, CompressionLevel.Fastest)) deflater.Write(json);
        return packed.ToArray();
    }

    private static ReadOnlySpan<byte> HeadOf(ConfigurationItem item)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("configurationItemCaptureTime", item.CapturedAt);
            writer.WriteString("configurationItemStatus", item.Status);
            writer.WriteString("configurationStateId", item.StateId);
            writer.WriteString("awsAccountId", item.AccountId);
            writer.WriteString("awsRegion", item.Region);
            writer.WriteString("resourceType", item.Type);
            writer.WriteString("resourceId", item.Id);
            writer.WriteString("resourceName", item.Name);
            writer.WriteString("ARN", item.Arn);
            writer.WriteBoolean(IsHeadOnly, value: true);
            writer.WriteEndObject();
        }

        return json.WrittenSpan;
    }
}
