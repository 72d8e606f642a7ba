using System.Text.Json;

namespace CloudTrailLambda.Detection.Configuration;

/// <summary>JSON whose texts are texts: half of a surrogate pair can be written as an escape, and cannot be read.</summary>
internal static class SoundJson
{
    /// <summary>Whether all texts can be read.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool Is(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 128 });
        while (reader.Read())
        {
            if (reader.TokenType is (JsonTokenType.String or JsonTokenType.PropertyName) && reader.ValueIsEscaped && !CanBeRead(ref reader)) return false;
        }

        return true;
    }

    /// <summary>A value's text; <see langword="null"/> when it is no text, or none that can be read.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool CanBeRead(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
