using System.Text.Json;

namespace CloudTrailLambda.Detection.Configuration;

/// <summary>The texts of a CloudTrail record that may name a resource: its list of resources, what was asked for, what was answered.</summary>
internal sealed class RecordNames
{
    private const int MaxNames = 64;

    /// <summary>The longest id or ARN that AWS gives.</summary>
    private const int MaxNameLength = 2_048;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly string _service;

    private RecordNames(JsonElement record)
    {
        _service = record.TryGetProperty("eventSource", out var source) ? (SoundJson.Text(source) ?? "").Split('.')[0] : "";
        foreach (var part in new[] { "resources", "requestParameters", "responseElements" })
        {
            if (record.TryGetProperty(part, out var value)) Collect(value);
        }
    }

    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Reads a record; <see langword="null"/> when it is no JSON object.</summary>
    public static RecordNames? Of(ReadOnlyMemory<byte> record)
    {
        try
        {
            using var document = JsonDocument.Parse(record, new JsonDocumentOptions { MaxDepth = 128 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? new RecordNames(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the call went to the service that a type of resources belongs to: a plain name says little by itself.</summary>
    /// <param name="type">Such as <c>AWS::IAM::User</c>.</param>
    public bool IsOfService(string type) => type.Split("::") is [_, var service, ..] && service.Equals(_service, StringComparison.OrdinalIgnoreCase);

    private void Collect(JsonElement value)
    {
        if (_names.Count == MaxNames) return;
        switch (value.ValueKind)
        {
            case JsonValueKind.String when SoundJson.Text(value) is { Length: > 0 and <= MaxNameLength } text:
                _names.Add(text);
                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject()) Collect(property.Value);
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray()) Collect(element);
                break;
        }
    }
}
