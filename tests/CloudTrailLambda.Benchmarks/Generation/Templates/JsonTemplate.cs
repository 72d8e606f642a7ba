using System.Text.Encodings.Web;
using System.Text.Json;

namespace CloudTrailLambda.Benchmarks.Generation.Templates;

/// <summary>A JSON value whose texts hold placeholders, compiled once to a list of calls of the writer.</summary>
internal sealed class JsonTemplate
{
    /// <summary>CloudTrail writes characters as they are; the default encoder would escape + and everything beyond ASCII.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly Step[] _steps;

    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="FormatException">It has an unknown placeholder.</exception>
    public JsonTemplate(string json)
    {
        using var document = JsonDocument.Parse(json);
        var steps = new List<Step>();
        Compile(document.RootElement, steps);
        _steps = [.. steps];
    }

    public void Write(Utf8JsonWriter writer, RecordContext context)
    {
        foreach (var step in _steps)
        {
            step(writer, context);
        }
    }

    private delegate void Step(Utf8JsonWriter writer, RecordContext context);

    private static void Compile(JsonElement element, List<Step> steps)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                steps.Add(static (writer, _) => writer.WriteStartObject());
                foreach (var property in element.EnumerateObject())
                {
                    Compile(property, steps);
                }

                steps.Add(static (writer, _) => writer.WriteEndObject());
                break;
            case JsonValueKind.Array:
                steps.Add(static (writer, _) => writer.WriteStartArray());
                foreach (var item in element.EnumerateArray())
                {
                    Compile(item, steps);
                }

                steps.Add(static (writer, _) => writer.WriteEndArray());
                break;
            case JsonValueKind.String:
                steps.Add(CompileText(element.GetString()!));
                break;
            default:
                var raw = element.GetRawText();
                steps.Add((writer, _) => writer.WriteRawValue(raw, skipInputValidation: true));
                break;
        }
    }

    private static void Compile(JsonProperty property, List<Step> steps)
    {
        var name = JsonEncodedText.Encode(property.Name, Encoder);
        if (property.Value.ValueKind == JsonValueKind.String)
        {
            steps.Add(CompileText(name, property.Value.GetString()!));
            return;
        }

        steps.Add((writer, _) => writer.WritePropertyName(name));
        Compile(property.Value, steps);
    }

    private static Step CompileText(string text)
    {
        if (!HasPlaceholder(text))
        {
            var literal = JsonEncodedText.Encode(text, Encoder);
            return (writer, _) => writer.WriteStringValue(literal);
        }

        var pattern = new TextPattern(text);
        return pattern.AsNumber is { } number
            ? (writer, context) => writer.WriteNumberValue(number.Draw(context))
            : (writer, context) => writer.WriteStringValue(pattern.Fill(context));
    }

    /// <summary>Name and text in one call of the writer: most of a record are such members.</summary>
    private static Step CompileText(JsonEncodedText name, string text)
    {
        if (!HasPlaceholder(text))
        {
            var literal = JsonEncodedText.Encode(text, Encoder);
            return (writer, _) => writer.WriteString(name, literal);
        }

        var pattern = new TextPattern(text);
        return pattern.AsNumber is { } number
            ? (writer, context) => writer.WriteNumber(name, number.Draw(context))
            : (writer, context) => writer.WriteString(name, pattern.Fill(context));
    }

    private static bool HasPlaceholder(string text) => text.Contains('<', StringComparison.Ordinal);
}
