using System.Globalization;
using System.Text.Json.Nodes;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Parsing;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Testing;

/// <summary>
/// An entry of <c>records</c> that stands for several: <c>{repeat: 16, every: 30s, record: {…}}</c>. Each is so much later than the one
/// before, and <c>{n}</c> in its texts is its number, from 0.
/// </summary>
internal sealed record RepeatedRecord(YamlMap Record, int Count, TimeSpan Every)
{
    private const int MaxCount = 10_000;
    private const string Number = "{n}";
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private static readonly string[] KnownKeys = ["repeat", "every", "record"];

    /// <summary>Reads an entry; one without <c>repeat</c> is a record as it stands. <see langword="null"/> when it is neither.</summary>
    public static RepeatedRecord? Parse(YamlNode entry, DiagnosticLog log)
    {
        if (entry is not YamlMap map) return null;
        if (map["repeat"] is not { } repeat) return new RepeatedRecord(map, Count: 1, TimeSpan.Zero);
        foreach (var (key, _) in map.Entries.Where(pair => !KnownKeys.Contains(pair.Key.Text, StringComparer.Ordinal)))
        {
            log.Error(key, $"unknown key '{key.Text}' in a repeated record", Suggestion.For(key.Text, KnownKeys));
        }

        var isCount = int.TryParse((repeat as YamlScalar)?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MaxCount;
        if (!isCount) log.Error(repeat, $"'repeat' is a whole number from 1 to {MaxCount}");
        var every = map["every"] is YamlScalar text ? TimespanParser.Parse(text.Text) : TimeSpan.Zero;
        if (every is null) log.Error(map["every"]!, "'every' is a timespan", TimespanParser.Hint);
        return isCount && every is { } step && map["record"] is YamlMap record ? new RepeatedRecord(record, count, step) : null;
    }

    /// <summary>The records, each over the defaults.</summary>
    /// <param name="defaults">What lies under every record.</param>
    /// <param name="timeFields">The field paths that hold times of events; all that a record has are moved.</param>
    public IEnumerable<JsonObject> Expand(YamlMap? defaults, IReadOnlyCollection<string> timeFields)
    {
        for (var n = 0; n < Count; n++)
        {
            var record = YamlToJson.Merge(defaults, Record);
            if (Count > 1)
            {
                PutNumber(record, n.ToString(CultureInfo.InvariantCulture));
                foreach (var field in timeFields) Move(record, field.Split('.'), n * Every);
            }

            yield return record;
        }
    }

    private static void Move(JsonObject record, string[] path, TimeSpan by)
    {
        var map = record;
        foreach (var name in path[..^1])
        {
            if (map[name] is not JsonObject inner) return;
            map = inner;
        }

        if (map[path[^1]] is JsonValue value && value.TryGetValue<string>(out var text) && EventTimeText.TryParse(text, out var time))
        {
            map[path[^1]] = (time + by).ToString(TimeForm, CultureInfo.InvariantCulture);
        }
    }

    private static void PutNumber(JsonNode node, string n)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToArray())
                {
                    if (Text(value) is { } text) map[key] = text.Replace(Number, n, StringComparison.Ordinal);
                    else if (value is not null) PutNumber(value, n);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (Text(list[i]) is { } text) list[i] = text.Replace(Number, n, StringComparison.Ordinal);
                    else if (list[i] is { } value) PutNumber(value, n);
                }

                break;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Contains(Number, StringComparison.Ordinal) ? text : null;
}
