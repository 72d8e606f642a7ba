using System.Text.Json;
using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Configuration;

/// <summary>Compares an item with the one before it.</summary>
internal static class ItemComparison
{
    private const int MaxTextLength = 300;

    private static readonly string[] Parts = ["configuration", "supplementaryConfiguration", "tags"];

    /// <summary>What changed; <see langword="null"/> when nothing of it did.</summary>
    /// <param name="series">The resource's series.</param>
    /// <param name="before">The item before; <see langword="null"/> when it is not known.</param>
    /// <param name="after">The item.</param>
    /// <param name="eventIds">The events that it belongs to.</param>
    public static ConfigurationChange? Compare(string series, StatePage? before, StatePage after, IReadOnlyList<string> eventIds)
    {
        using var now = KeptItem.Unpack(series, after);
        if (ConfigurationItem.TryRead(now.RootElement) is not { } item) return null;
        using var then = before is null ? null : KeptItem.Unpack(series, before);
        var differences = new DifferenceList();
        var isComparable = then is not null && !IsHeadOnly(then.RootElement) && !IsHeadOnly(now.RootElement);
        if (isComparable)
        {
            foreach (var part in Parts) ValueComparison.Compare(part, Part(then!.RootElement, part), Part(now.RootElement, part), differences);
            if (differences.Count == 0 && ConfigurationItem.TryRead(then!.RootElement)?.Status == item.Status) return null;
        }

        return new ConfigurationChange
        {
            ResourceType = Printable(item.Type)!,
            ResourceId = Printable(item.Id)!,
            ResourceName = Printable(item.Name),
            Arn = Printable(item.Arn),
            Region = Printable(item.Region),
            CapturedAt = item.CapturedAt,
            PreviouslyCapturedAt = before is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(before.Key),
            Status = Printable(item.Status)!,
            EventIds = eventIds,
            Differences = differences.All,
            HasMore = differences.HasMore,
        };
    }

    /// <summary>Text as people are shown it.</summary>
    internal static string? Printable(string? text)
    {
        if (text is null) return null;
        // Escapes are longer than what they stand for.
        var shown = PrintableText.Of(BoundedText.Cut(text, MaxTextLength));
        return text.Length <= MaxTextLength && shown.Length <= MaxTextLength ? shown : $"{BoundedText.Cut(shown, MaxTextLength - 1)}…";
    }

    private static bool IsHeadOnly(JsonElement item) => item.TryGetProperty(KeptItem.IsHeadOnly, out _);

    private static JsonElement Part(JsonElement item, string name) => item.TryGetProperty(name, out var part) ? part : default;
}
