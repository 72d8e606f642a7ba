using System.Text.Json;

namespace CloudTrailLambda.Infra.Configuration;

/// <summary>
/// The context that the <c>cdk</c> command hands to the app. It is read here and not through <c>TryGetContext</c>, because only the whole
/// of it shows a name that nobody asks for: <c>-c alertMail=…</c> would otherwise be accepted and mean nothing.
/// </summary>
internal static class ContextValues
{
    /// <summary>The context as JSON, and the name of a file with more of it when it is too long for an environment variable.</summary>
    private const string ContextVariable = "CDK_CONTEXT_JSON", OverflowVariable = "CONTEXT_OVERFLOW_LOCATION_ENV";

    public static IReadOnlyDictionary<string, string> FromEnvironment(Func<string, string?> variable)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (variable(ContextVariable) is { Length: > 0 } json) Add(values, json);
        if (variable(OverflowVariable) is { Length: > 0 } file) Add(values, File.ReadAllText(file));
        return values;
    }

    /// <summary>Adds the scalars, and lists as <c>a,b</c>: what <c>-c</c> cannot write but cdk.json can. Objects are the framework's.</summary>
    private static void Add(Dictionary<string, string> values, string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Array:
                    values[property.Name] = string.Join(',', property.Value.EnumerateArray().Select(Text));
                    break;
                case JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    values[property.Name] = Text(property.Value);
                    break;
                default:
                    break;
            }
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };
}
