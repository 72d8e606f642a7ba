using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Rules;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>Reads what rules, correlations and filters have in common.</summary>
internal sealed class HeaderParser(DiagnosticLog log)
{
    /// <summary>The specification's limit on titles, in characters.</summary>
    private const int MaxTitleLength = 256;

    private static readonly string[] Statuses = ["stable", "test", "experimental", "deprecated", "unsupported"];

    public RuleHeader Parse(YamlMap document, bool needsLogSource)
    {
        var level = ParseLevel(document);
        ParseStatus(document);
        return new RuleHeader
        {
            Title = ParseTitle(document),
            Id = ParseId(document),
            Name = Text(document, "name"),
            Description = Text(document, "description") ?? "",
            Level = level ?? Level.Medium,
            HasLevel = level is not null,
            Tags = Texts(document, "tags").Select(tag => tag.ToLowerInvariant()).ToArray(),
            References = Texts(document, "references"),
            FalsePositives = Texts(document, "falsepositives"),
            LogSource = ParseLogSource(document, needsLogSource),
            Custom = ParseCustom(document),
            Location = log.At(document),
        };
    }

    private string ParseTitle(YamlMap document)
    {
        var title = Text(document, "title");
        if (string.IsNullOrWhiteSpace(title))
        {
            log.Error(document, "the document has no title", "add `title: …`");
            return "";
        }

        if (title.Length > MaxTitleLength) log.Error(document["title"]!, $"the title is longer than {MaxTitleLength} characters");
        return title;
    }

    private string? ParseId(YamlMap document)
    {
        var id = Text(document, "id");
        if (id is not null && !Guid.TryParseExact(id, "D", out _)) log.Warning(document["id"]!, $"the id '{id}' is not a UUID");
        return id;
    }

    private Level? ParseLevel(YamlMap document)
    {
        if (Text(document, "level") is not { } text) return null;
        // Not Enum.TryParse: that also takes numbers, and "low, high" for a sum.
        foreach (var level in Enum.GetValues<Level>())
        {
            if (text.Equals(level.ToString(), StringComparison.OrdinalIgnoreCase)) return level;
        }

        log.Error(document["level"]!, $"unknown level '{text}'", Suggestion.For(text, Enum.GetNames<Level>().Select(name => name.ToLowerInvariant())));
        return null;
    }

    private void ParseStatus(YamlMap document)
    {
        if (Text(document, "status") is { } status && !Statuses.Contains(status, StringComparer.Ordinal))
        {
            log.Warning(document["status"]!, $"unknown status '{status}'", Suggestion.For(status, Statuses));
        }
    }

    private LogSource ParseLogSource(YamlMap document, bool isMandatory)
    {
        switch (document["logsource"])
        {
            case YamlMap { Entries.Count: > 0 } map:
                return new LogSource(Text(map, "product"), Text(map, "service"), Text(map, "category"));
            case null when !isMandatory:
                return LogSource.Unspecified;
            case null:
                log.Error(document, "the rule has no logsource", "logsource: {product: aws, service: cloudtrail}");
                return LogSource.Unspecified;
            case var other:
                log.Error(other, $"the logsource must be a map with product, service or category, not {other.KindName}");
                return LogSource.Unspecified;
        }
    }

    private RuleCustom ParseCustom(YamlMap document)
    {
        if (document["custom"] is not { } node) return RuleCustom.Default;
        if (node is not YamlMap custom)
        {
            log.Warning(node, $"'custom' is {node.KindName}, not a map, and is not read");
            return RuleCustom.Default;
        }

        TimeSpan? window = null;
        if (Text(custom, "window") is { } text)
        {
            window = TimespanParser.Parse(text);
            if (window is null) log.Error(custom["window"]!, $"'{text}' is not a window of time", TimespanParser.Hint);
        }

        var groupBy = Texts(custom, "group_by");
        if (groupBy.Length > RuleCustom.MaxGroupFields) log.Error(custom["group_by"]!, $"'group_by' may not name more than {RuleCustom.MaxGroupFields} fields");
        return new RuleCustom(groupBy, window, Texts(custom, "runbook"));
    }

    private string? Text(YamlMap map, string key)
    {
        switch (map[key])
        {
            case null or YamlScalar { IsNull: true }:
                return null;
            case YamlScalar scalar:
                return scalar.Text;
            case var other:
                log.Error(other, $"'{key}' must be text, not {other.KindName}");
                return null;
        }
    }

    private string[] Texts(YamlMap map, string key)
    {
        switch (map[key])
        {
            case null or YamlScalar { IsNull: true }:
                return [];
            case YamlScalar scalar:
                return [scalar.Text];
            case YamlList list when list.Items.All(item => item is YamlScalar):
                return list.Items.Select(item => ((YamlScalar)item).Text).ToArray();
            case var other:
                log.Warning(other, $"'{key}' should be a list of texts and is not read");
                return [];
        }
    }
}
