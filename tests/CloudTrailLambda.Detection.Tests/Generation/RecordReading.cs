using System.Text.Json;

namespace CloudTrailLambda.Detection.Tests.Generation;

/// <summary>Short ways into a parsed record.</summary>
internal static class RecordReading
{
    public static string? Text(this JsonElement record, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (record.ValueKind != JsonValueKind.Object || !record.TryGetProperty(name, out record))
            {
                return null;
            }
        }

        return record.ValueKind == JsonValueKind.String ? record.GetString() : null;
    }

    public static JsonValueKind KindOf(this JsonElement record, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (record.ValueKind != JsonValueKind.Object || !record.TryGetProperty(name, out record))
            {
                return JsonValueKind.Undefined;
            }
        }

        return record.ValueKind;
    }
}
