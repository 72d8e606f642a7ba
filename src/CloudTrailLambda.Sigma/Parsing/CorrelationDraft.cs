using CloudTrailLambda.Sigma.Rules;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>A correlation as its document states it, before the rules that it names are looked up among all documents.</summary>
internal sealed record CorrelationDraft
{
    public required RuleHeader Header { get; init; }

    public required CorrelationType Type { get; init; }

    public required IReadOnlyList<RuleReference> Rules { get; init; }

    public required IReadOnlyList<string> GroupBy { get; init; }

    public required TimeSpan Timespan { get; init; }

    public required IReadOnlyList<CorrelationBound> Bounds { get; init; }

    /// <summary>The condition of a temporal correlation when it is written as an expression over rule names.</summary>
    public YamlScalar? Expression { get; init; }

    public required IReadOnlyList<string> Fields { get; init; }

    public required decimal Percentile { get; init; }

    /// <summary>Only for <see cref="CorrelationType.NewValue"/>; zero otherwise.</summary>
    public required TimeSpan Learning { get; init; }

    /// <summary>Alias → (rule reference → field path).</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Aliases { get; init; }

    /// <summary>Where the aliases name rules, for messages.</summary>
    public required IReadOnlyList<RuleReference> AliasRules { get; init; }

    public required bool Generate { get; init; }
}
