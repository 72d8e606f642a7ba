using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>Values as DynamoDB keeps them.</summary>
internal static class AttributeValues
{
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static AttributeValue Text(string text) => new() { S = text };

    public static AttributeValue? OptionalText(string? text) => text is null ? null : Text(text);

    public static AttributeValue Number(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue Number(decimal number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue Flag(bool isSet) => new() { BOOL = isSet };

    public static AttributeValue Time(DateTimeOffset time) => Text(TimeText(time));

    public static AttributeValue Texts(IEnumerable<string> texts) => List(texts.Select(Text));

    public static AttributeValue List(IEnumerable<AttributeValue> values) => new() { L = [.. values] };

    public static AttributeValue Map(params IEnumerable<(string Name, AttributeValue? Value)> attributes) => new() { M = Item(attributes) };

    /// <summary>Attributes by name; one without a value is not there.</summary>
    public static Dictionary<string, AttributeValue> Item(params IEnumerable<(string Name, AttributeValue? Value)> attributes) =>
        attributes.Where(attribute => attribute.Value is not null).ToDictionary(attribute => attribute.Name, attribute => attribute.Value!);

    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string Word<T>(T state) where T : struct, Enum => state.ToString().ToLowerInvariant();
}
