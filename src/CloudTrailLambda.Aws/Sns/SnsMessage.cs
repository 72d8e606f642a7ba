using System.Text;

namespace CloudTrailLambda.Aws.Sns;

/// <summary>What is published.</summary>
public sealed record SnsMessage
{
    /// <summary>Bytes of a message at most: text and attributes in UTF-8.</summary>
    public const int MaxBytes = 262_144;

    private const string AttributeType = "String";

    /// <summary>The text, or with <see cref="IsStructured"/> a JSON object with one text for each protocol.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the text has a text for each protocol: <c>MessageStructure=json</c>.</summary>
    public bool IsStructured { get; init; }

    /// <summary>The subject of mails: ASCII, fewer than 100 characters, no line breaks.</summary>
    public string? Subject { get; init; }

    /// <summary>Attributes of type String, which filter policies of subscriptions select by. SNS refuses empty values.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What counts against <see cref="MaxBytes"/>.</summary>
    public int SizeBytes => Encoding.UTF8.GetByteCount(Text) + Attributes.Sum(attribute =>
        Encoding.UTF8.GetByteCount(attribute.Key) + AttributeType.Length + Encoding.UTF8.GetByteCount(attribute.Value));

    /// <summary>The parameters of the action Publish.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Parameters()
    {
        yield return new("Message", Text);
        if (IsStructured) yield return new("MessageStructure", "json");
        if (Subject is not null) yield return new("Subject", Subject);
        var number = 1;
        foreach (var (name, value) in Attributes)
        {
            yield return new($"MessageAttributes.entry.{number}.Name", name);
            yield return new($"MessageAttributes.entry.{number}.Value.DataType", AttributeType);
            yield return new($"MessageAttributes.entry.{number}.Value.StringValue", value);
            number++;
        }
    }
}
