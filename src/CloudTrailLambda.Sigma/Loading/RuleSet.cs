using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Parsing;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Loading;

/// <summary>Everything that a folder of rules says, checked and with references resolved. Immutable.</summary>
public sealed record RuleSet
{
    /// <summary>The detection rules, filters applied, in the order of files and documents.</summary>
    public required IReadOnlyList<SigmaRule> Rules { get; init; }

    /// <summary>The correlations, each after those that it refers to.</summary>
    public required IReadOnlyList<SigmaCorrelation> Correlations { get; init; }

    /// <summary>
    /// For each rule whether it is reported on its own: rules that a correlation refers to are not, unless one of those
    /// correlations says <c>generate: true</c>.
    /// </summary>
    public required IReadOnlyList<bool> IsReported { get; init; }

    /// <summary>How many filters were read.</summary>
    public required int FilterCount { get; init; }

    /// <summary>What was found wrong. With errors, the documents concerned are left out of the set.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }

    /// <summary>What every rule and correlation says of itself, rules first.</summary>
    public IEnumerable<RuleHeader> Headers => Rules.Select(rule => rule.Header).Concat(Correlations.Select(correlation => correlation.Header));

    /// <summary>The same for what is reported: all correlations, and rules that do more than feed them.</summary>
    public IEnumerable<RuleHeader> ReportedHeaders =>
        Rules.Where((_, i) => IsReported[i]).Select(rule => rule.Header).Concat(Correlations.Select(correlation => correlation.Header));

    /// <summary>Rules and correlations that load and are not evaluated until a list that they need has values.</summary>
    public IEnumerable<RuleHeader> Waiting =>
        Rules.Where(rule => !rule.IsActive).Select(rule => rule.Header).Concat(Correlations.Where(correlation => !correlation.IsActive).Select(correlation => correlation.Header));

    /// <summary>Whether some document was refused.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>The files that filters stand in.</summary>
    internal IReadOnlyList<string> FilterFiles { get; init; } = [];

    /// <summary>The files that it was made from, to be joined anew when lists change.</summary>
    internal IReadOnlyList<LoadedFile> Files { get; init; } = [];

    /// <summary>The lists that were in force.</summary>
    internal Placeholders Lists { get; init; } = Placeholders.Empty;
}
