using System.Text.Json;
using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Detection.Configuration;

/// <summary>What a configuration item says of itself, and the item as it is kept.</summary>
/// <remarks>
/// "Components of a configuration item" in the AWS Config developer guide. Items in files and items from the API spell the account and the
/// ARN in two ways.
/// </remarks>
internal sealed record ConfigurationItem
{
    /// <summary>Calls that one item may name.</summary>
    public const int MaxRelatedEvents = 100;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required string Type { get; init; }

    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Arn { get; init; }

    public required DateTimeOffset CapturedAt { get; init; }

    public required string Status { get; init; }

    /// <summary>Orders items that were captured at the same time.</summary>
    public required string StateId { get; init; }

    public required IReadOnlyList<string> RelatedEvents { get; init; }

    /// <summary>The series of its resource.</summary>
    public string Series => ConfigurationSeries.OfResource(AccountId, Region, Type, Id);

    /// <summary>The page of its series.</summary>
    public long Key => CapturedAt.ToUnixTimeMilliseconds();

    /// <summary>Reads an item.</summary>
    /// <param name="json">The item in UTF-8.</param>
    /// <returns>The item; <see langword="null"/> when it does not say what it is of, or when it was captured.</returns>
    public static ConfigurationItem? TryRead(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return TryRead(document.RootElement);
        }
        catch (JsonException)
        {
            // A record that matching has read is JSON. One that a store gives back is, or is none of ours.
            return null;
        }
    }

    /// <inheritdoc cref="TryRead(ReadOnlyMemory{byte})"/>
    public static ConfigurationItem? TryRead(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !EventTimeText.TryParse(Text(item, "configurationItemCaptureTime"), out var capturedAt)) return null;
        if (Text(item, "resourceType") is not { Length: > 0 } type || Text(item, "resourceId") is not { Length: > 0 } id) return null;
        return new ConfigurationItem
        {
            AccountId = Text(item, "awsAccountId") ?? Text(item, "accountId") ?? "",
            Region = Text(item, "awsRegion") ?? "",
            Type = type,
            Id = id,
            Name = Text(item, "resourceName"),
            Arn = Text(item, "ARN") ?? Text(item, "arn"),
            CapturedAt = capturedAt,
            Status = Text(item, "configurationItemStatus") ?? "",
            StateId = Text(item, "configurationStateId") ?? Text(item, "configurationStateID") ?? "",
            RelatedEvents = RelatedEventsOf(item),
        };
    }

    private static string[] RelatedEventsOf(JsonElement item) =>
        item.TryGetProperty("relatedEvents", out var events) && events.ValueKind == JsonValueKind.Array
            ? [.. events.EnumerateArray().Select(Text).OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).Take(MaxRelatedEvents)]
            : [];

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetRawText() : SoundJson.Text(value);
}
