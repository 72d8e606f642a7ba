using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CloudTrailLambda.Sigma.Tests.Naive;

/// <summary>A JSON value as a plain tree of strings. Names and texts are decoded; numbers keep their writing.</summary>
internal sealed record NaiveJson(
    JsonValueKind Kind, string Text, IReadOnlyList<KeyValuePair<string, NaiveJson>> Members, IReadOnlyList<NaiveJson> Items)
{
    private const int MaxDepth = 128;

    public bool IsScalar => Kind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    public static NaiveJson? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>All texts, numbers and booleans in this value, at any depth.</summary>
    public IEnumerable<NaiveJson> Leaves() =>
        IsScalar ? [this] : Items.Concat(Members.Select(member => member.Value)).SelectMany(child => child.Leaves());

    private static NaiveJson Of(JsonElement element) => new(
        element.ValueKind,
        element.ValueKind switch
        {
            JsonValueKind.String => Decode(element.GetRawText()[1..^1]),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => element.GetRawText(),
        },
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().Select(member => KeyValuePair.Create(NameOf(member), Of(member.Value))).ToArray()
            : [],
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().Select(Of).ToArray() : []);

    private static string NameOf(JsonProperty member) => Decode(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member)));

    // JsonElement.GetString refuses half of a surrogate pair, so the escapes are read here, one character at a time.
    private static string Decode(string escaped)
    {
        var text = new StringBuilder();
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }

            i++;
            switch (escaped[i])
            {
                case 'u':
                    text.Append((char)int.Parse(escaped.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier));
                    i += 4;
                    break;
                case var c:
                    text.Append(c switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => c });
                    break;
            }
        }

        // Half of a pair becomes U+FFFD, as everywhere in .NET.
        return string.Concat(text.ToString().EnumerateRunes().Select(rune => rune.ToString()));
    }
}
